# The text of a message to a room or to one person.
Message: Entity[int] = EntityJson(type='Message', path='$.message.id', required=False)

MessageText: str = JsonData(path='$.message.text', required=False)

MessageLength = StringLength(s=MessageText)

# Small letters, and look-alike letters as the ones they imitate. Patterns for phrases look here, so
# that capitals, accents and letters of other alphabets hide nothing.
PlainText: str = FoldLookalikes(s=MessageText)

_MentionIds: List[str] = JsonData(path='$.message.mentions', required=False)
MentionCount: int = ResolveOptional(
  optional_value=ListLength(list=_MentionIds),
  default_value=0,
)

ReplyTo: Optional[str] = JsonData(path='$.message.reply_to.user_id')
IsReply = ReplyTo != None

_SameTextLastHour: Optional[int] = JsonData(path='$.message.counts.same_text_last_hour')
SameTextLastHour: int = ResolveOptional(optional_value=_SameTextLastHour, default_value=0)

_RoomsWithTextLastHour: Optional[int] = JsonData(
  path='$.message.counts.rooms_with_text_last_hour',
)
RoomsWithTextLastHour: int = ResolveOptional(
  optional_value=_RoomsWithTextLastHour,
  default_value=1,
)

HasLink = RegexMatch(target=MessageText, pattern=r'https?://', case_insensitive=True)

HasInvite = RegexMatch(
  target=PlainText,
  pattern=r'\bteasel\.example/(?:join|invite|i)/[a-z0-9-]{4,}|\binvite\.example/[a-z0-9-]{4,}',
)

# Ways to leave the service: another messenger, a number, an address.
NamesOtherMessenger = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:whisperly|chattergram|pingaroo|telegraf app|wazzup)\b',
)

AsksToMoveAway = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:text|add|message|msg|find|contact|write) (?:me|us) (?:on|at|over at|via)\b',
)
