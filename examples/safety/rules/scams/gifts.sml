Import(rules=['models/message/text.sml', 'models/user.sml'])

_FreeGift = RegexMatch(
  target=PlainText,
  pattern=r'\bfree (?:\d+ months? (?:of )?)?(?:teasel plus|premium|boosts?|gifts?|coins)\b',
)

_Claim = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:claim|redeem|collect|grab) (?:your|ur|the|a) (?:free )?(?:gift|reward|prize|premium|bonus)\b',
)

_Winner = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:you(?:\'ve| have)? (?:won|been (?:chosen|selected))|lucky winner)\b',
)

_Giveaway = RegexMatch(target=PlainText, pattern=r'\b(?:giveaway|raffle|airdrop|prize draw)\b')

_Hurry = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:only \d+ left|first \d+ (?:people|users)|ends (?:today|tonight|soon)|hurry)\b',
)

_GiftCard = RegexMatch(target=PlainText, pattern=r'\b(?:gift ?cards?|vouchers?|prepaid codes?)\b')

FreeGiftLink = Rule(
  when_all=[_FreeGift, HasLink],
  description='Something for nothing, behind a link',
)

ClaimReward = Rule(
  when_all=[_Claim, HasLink or HasInvite],
  description='A reward that wants to be claimed behind a link',
)

UnexpectedWin = Rule(
  when_all=[_Winner, HasLink or AsksToMoveAway],
  description='The reader is said to have won',
)

GiveawayFromNewAccount = Rule(
  when_all=[_Giveaway, _Hurry or HasLink, IsNewAccount],
  description=f'A giveaway in a hurry, after {MessagesSent} messages',
)

GiftCardRequest = Rule(
  when_all=[_GiftCard, IsNewAccount, AsksToMoveAway or _Hurry],
  description='A wish for gift cards',
)

WhenRules(
  rules_any=[FreeGiftLink, ClaimReward, UnexpectedWin, GiveawayFromNewAccount],
  then=[
    LabelAdd(entity=User, label='scammer', expires_after=TimeDelta(weeks=12)),
    DeclareVerdict(verdict='reject'),
  ],
)

WhenRules(
  rules_any=[GiftCardRequest],
  then=[DeclareVerdict(verdict='hold')],
)
