# Signals of an adult who seeks out a child. None of them proves anything alone: people look at what
# is found here, and nothing is rejected without them save when several come together.
Import(rules=['models/message/text.sml', 'models/recipient.sml', 'models/user.sml'])

# Each group of words is counted once.
GroomingSignals = CountRegexMatches(
  target=PlainText,
  patterns=[
    # Age.
    r'\bhow old (?:are|r) (?:you|u)\b|\b(?:what is|what\'s|whats) (?:your|ur) age\b',
    r'\bwhat (?:grade|year|class) (?:are|r) (?:you|u) in\b',
    # Secrecy.
    r'\b(?:don\'t|dont|do not) tell (?:your|ur) (?:mom|mum|dad|parents|teacher|friends)\b',
    r'\b(?:our|keep (?:it|this) (?:a )?) ?(?:little )?secret\b|\bjust between us\b',
    r'\bdelete (?:this|these|our|the) (?:chat|chats|messages?)\b',
    # Being alone.
    r'\b(?:are|r) (?:you|u) (?:home )?alone\b|\b(?:your|ur) parents (?:home|around|asleep)\b',
    # Pictures.
    r'\bsend (?:me )?(?:a |some |more )?(?:pics?|photos?|selfies?|pictures?)\b',
    # Flattery about age.
    r'\b(?:so|very|really) mature for (?:your|ur) age\b',
    # Meeting.
    r'\b(?:can|let\'s|lets|wanna) (?:we )?meet (?:up|in person|alone)\b',
  ],
)

_AgeGap = SenderAge != None and RecipientAge != None and IsAdultToMinor

AgeQuestion = Rule(
  when_all=[
    _AgeGap,
    IsFirstContact,
    RegexMatch(target=PlainText, pattern=r'\bhow old (?:are|r) (?:you|u)\b|\b(?:your|ur) age\b'),
  ],
  description='An adult asks a child for its age',
)

SecrecyRequest = Rule(
  when_all=[
    _AgeGap,
    RegexMatch(
      target=PlainText,
      pattern=r'\b(?:secret|just between us|tell (?:your|ur) (?:mom|mum|dad|parents))\b',
    ),
  ],
  description='An adult asks a child to keep something secret',
)

MoveAwayWithMinor = Rule(
  when_all=[_AgeGap, AsksToMoveAway or NamesOtherMessenger],
  description='An adult asks a child to go on elsewhere',
)

PictureRequest = Rule(
  when_all=[
    _AgeGap,
    MutualFriends < 3,
    RegexMatch(
      target=PlainText,
      pattern=r'\bsend (?:me )?(?:a |some |more )?(?:pics?|photos?|selfies?)\b',
    ),
  ],
  description='An adult asks a child for pictures',
)

SeveralSignals = Rule(
  when_all=[IsAdultToMinor, GroomingSignals >= 2],
  description=f'{GroomingSignals} signals in one message from an adult to a child',
)

WatchedContactsMinor = Rule(
  when_all=[HasLabel(entity=User, label='minor_safety_watch'), IsAdultToMinor, IsFirstContact],
  description='An adult under watch writes to another child',
)

WhenRules(
  rules_any=[AgeQuestion, SecrecyRequest, MoveAwayWithMinor, PictureRequest],
  then=[
    LabelAdd(entity=User, label='minor_safety_watch'),
    DeclareVerdict(verdict='review'),
  ],
)

WhenRules(
  rules_any=[SeveralSignals, WatchedContactsMinor],
  then=[
    LabelAdd(entity=User, label='minor_safety_watch'),
    DeclareVerdict(verdict='reject'),
    DeclareVerdict(verdict='urgent_review'),
  ],
)
