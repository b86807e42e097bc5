Import(rules=['models/join.sml', 'models/room.sml', 'models/user.sml'])

_RaidName = RegexMatch(
  target=UserName,
  pattern=r'^(?:raid|wave|crew|squad|army|storm)[_.-]?[a-z]*[_.-]?\d{1,4}$',
  case_insensitive=True,
)

# Big rooms always have people coming in, so what is many grows with the room.
_ManyJoins = JoinsLastMinute > 15 + RoomMembers // 1000

JoinBurst = Rule(
  when_all=[_ManyJoins, YoungJoinShare >= 0.5],
  description=f'{JoinsLastMinute} joins in a minute, half of them by accounts of this week',
)

YoungJoinInBurst = Rule(
  when_all=[_ManyJoins, IsNewAccount],
  description=f'One of {JoinsLastMinute} joins in a minute, {AccountAgeHours} hours old',
)

RaidName = Rule(
  when_all=[_RaidName, IsNewAccount],
  description='A name as those of raids',
)

SpentInvite = Rule(
  when_all=[InviteCode != None, InviteUsesLastHour > 100, IsNewAccount],
  description=f'An invitation that {InviteUsesLastHour} accounts used within an hour',
)

RoomHopper = Rule(
  when_all=[RoomsJoinedLastHour >= 20, not IsTrusted],
  description=f'Joined {RoomsJoinedLastHour} rooms in an hour',
)

JoinDuringRaid = Rule(
  when_all=[RoomIsUnderRaid, IsFirstDay],
  description='An account of today joins a room under a raid',
)

RaidOver = Rule(
  when_all=[RoomIsUnderRaid, JoinsLastMinute <= 2],
  description=f'Only {JoinsLastMinute} joins a minute in a room under a raid',
)

WhenRules(
  rules_any=[JoinBurst],
  then=[
    LabelAdd(entity=Room, label='raid_suspected', expires_after=TimeDelta(hours=1)),
    DeclareVerdict(verdict='review'),
  ],
)

WhenRules(
  rules_any=[YoungJoinInBurst, RaidName, SpentInvite],
  then=[
    LabelAdd(
      entity=User,
      label='raider',
      apply_if=YoungJoinInBurst,
      expires_after=TimeDelta(weeks=2),
    ),
    DeclareVerdict(verdict='challenge'),
  ],
)

WhenRules(
  rules_any=[RoomHopper, JoinDuringRaid],
  then=[DeclareVerdict(verdict='hold')],
)

WhenRules(
  rules_any=[RaidOver],
  then=[LabelRemove(entity=Room, label='raid_suspected')],
)
