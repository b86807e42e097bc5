Import(rules=['models/action.sml'])

# Who acted: the sender of a message, the one who joins, uploads, reports or logs in.
User: Entity[str] = EntityJson(type='User', path='$.user.id')

_UserName: Optional[str] = JsonData(path='$.user.name')
UserName: str = ResolveOptional(optional_value=_UserName, default_value='')

_DisplayName: Optional[str] = JsonData(path='$.user.display_name')
DisplayName: str = ResolveOptional(optional_value=_DisplayName, default_value='')

# An account whose age is not known counts as old, so that a gap in the data limits nobody.
_CreatedAt: Optional[str] = JsonData(path='$.user.created_at')
AccountAge = TimeSince(
  timestamp=ResolveOptional(optional_value=_CreatedAt, default_value='1970-01-01T00:00:00Z'),
)
AccountAgeHours = AccountAge // Hour

_MessagesSent: Optional[int] = JsonData(path='$.user.stats.messages_sent')
MessagesSent: int = ResolveOptional(optional_value=_MessagesSent, default_value=1000)

_FriendCount: Optional[int] = JsonData(path='$.user.stats.friends')
FriendCount: int = ResolveOptional(optional_value=_FriendCount, default_value=10)

_MessagesLastMinute: Optional[int] = JsonData(path='$.user.stats.messages_last_minute')
MessagesLastMinute: int = ResolveOptional(optional_value=_MessagesLastMinute, default_value=1)

IsStaff = HasLabel(entity=User, label='staff')
IsTrusted = HasLabel(entity=User, label='trusted') or IsStaff

# The two thresholds that most rules turn on.
IsFirstDay = AccountAge < TimeDelta(days=1) and not IsTrusted
IsNewAccount = (AccountAge < TimeDelta(weeks=1) or MessagesSent < 10) and not IsTrusted
