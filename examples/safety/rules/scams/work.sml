Import(rules=['models/message/text.sml', 'models/user.sml'])

_Earnings = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:earn|make|making|earning) (?:up to |over )?[$€£]? ?\d{2,5} ?[$€£]? ?(?:a|per|every|each) ?(?:day|week|hour)\b',
)

_JobOffer = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:part[- ]time|remote|online|work from home) (?:job|jobs|work|position|positions|opportunity)\b',
)

_Task = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:like|review|rate|watch) (?:videos|products|hotels|apps) (?:and|to) (?:earn|get paid)\b',
)

_Fee = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:processing|registration|activation|training|customs) fees?\b',
)

_NoExperience = RegexMatch(
  target=PlainText,
  pattern=r'\bno (?:experience|skills|interview) (?:needed|required)\b',
)

EasyEarnings = Rule(
  when_all=[_Earnings, _JobOffer or _NoExperience or AsksToMoveAway],
  description='Work that pays a lot and asks for nothing',
)

JobOfferElsewhere = Rule(
  when_all=[_JobOffer, NamesOtherMessenger or AsksToMoveAway, IsNewAccount],
  description='A job that is talked about on another service',
)

PaidTasks = Rule(
  when_all=[_Task],
  description='Pay for likes and reviews',
)

FeeBeforeWork = Rule(
  when_all=[_Fee, _JobOffer or AsksToMoveAway],
  description='A fee to be paid before the work starts',
)

WhenRules(
  rules_any=[EasyEarnings, JobOfferElsewhere, PaidTasks, FeeBeforeWork],
  then=[
    LabelAdd(entity=User, label='scammer', expires_after=TimeDelta(weeks=12)),
    DeclareVerdict(verdict='review'),
  ],
)
