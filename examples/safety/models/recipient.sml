# Who a direct message goes to, and what the two have in common.
Recipient: Entity[str] = EntityJson(type='User', path='$.recipient.id')

IsFirstContact: bool = JsonData(path='$.recipient.is_first_contact', required=False)

_MutualFriends: Optional[int] = JsonData(path='$.recipient.mutual_friends')
MutualFriends: int = ResolveOptional(optional_value=_MutualFriends, default_value=0)

_NewRecipientsLastHour: Optional[int] = JsonData(path='$.recipient.new_recipients_last_hour')
NewRecipientsLastHour: int = ResolveOptional(
  optional_value=_NewRecipientsLastHour,
  default_value=0,
)

SenderAge: Optional[int] = JsonData(path='$.user.age_years')
RecipientAge: Optional[int] = JsonData(path='$.recipient.age_years')

IsStranger = IsFirstContact and MutualFriends == 0
IsRecipientMinor = RecipientAge != None and RecipientAge < 18
IsSenderAdult = SenderAge != None and SenderAge >= 18
IsAdultToMinor = IsSenderAdult and IsRecipientMinor
