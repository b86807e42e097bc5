Import(rules=['models/message/text.sml', 'models/room.sml', 'models/user.sml'])

_JoinMyRoom = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:join|check out|come to) (?:my|our) (?:new )?(?:server|room|group|channel|community)\b',
)

_SeeMyProfile = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:link|more|pics) (?:is |are )?(?:in|on) (?:my |the )?(?:bio|profile)\b',
)

InviteFromNewAccount = Rule(
  when_all=[HasInvite, IsNewAccount],
  description=f'An invitation {AccountAgeHours} hours after registering',
)

InviteInManyRooms = Rule(
  when_all=[HasInvite, RoomsWithTextLastHour >= 3, not IsTrusted],
  description=f'The same invitation in {RoomsWithTextLastHour} rooms',
)

AdvertForRoom = Rule(
  when_all=[_JoinMyRoom, HasInvite or NamesOtherMessenger],
  description='An advert for another room',
)

AdvertForProfile = Rule(
  when_all=[_SeeMyProfile, IsNewAccount],
  description='An advert for what stands in the profile',
)

WhenRules(
  rules_any=[InviteInManyRooms],
  then=[
    LabelAdd(entity=User, label='spammer', expires_after=TimeDelta(days=7)),
    DeclareVerdict(verdict='reject'),
  ],
)

WhenRules(
  rules_any=[InviteFromNewAccount, AdvertForRoom, AdvertForProfile],
  then=[DeclareVerdict(verdict='hide')],
)
