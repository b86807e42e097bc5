Import(rules=['models/message/text.sml', 'models/user.sml'])

_CardNumber = RegexMatch(
  target=MessageText,
  pattern=r'\b(?:4\d{3}|5[1-5]\d{2})[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}\b',
)

_BankAccount = RegexMatch(
  target=MessageText,
  pattern=r'\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}\b',
)

_PaymentLink = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:pay|tip|donate)\.(?:example|example\.org)/[\w.-]+',
)

_AccountTrade = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:sell|selling|buy|buying|trade|trading) (?:an? |my |your |old |aged )*accounts?\b',
)

CardNumber = Rule(
  when_all=[_CardNumber],
  description='The number of a payment card',
)

BankAccountFromNewAccount = Rule(
  when_all=[_BankAccount, IsNewAccount],
  description=f'A bank account, sent after {MessagesSent} messages',
)

PaymentLinkFromNewAccount = Rule(
  when_all=[_PaymentLink, IsNewAccount],
  description=f'A link to pay someone, sent after {MessagesSent} messages',
)

AccountTrade = Rule(
  when_all=[_AccountTrade],
  description='Accounts for sale',
)

# Whoever posts their own card harms themselves: the message goes, the account stays as it is.
WhenRules(
  rules_any=[CardNumber],
  then=[DeclareVerdict(verdict='hide')],
)

WhenRules(
  rules_any=[BankAccountFromNewAccount, PaymentLinkFromNewAccount],
  then=[DeclareVerdict(verdict='hold')],
)

WhenRules(
  rules_any=[AccountTrade],
  then=[
    LabelAdd(entity=User, label='watched', expires_after=TimeDelta(days=7)),
    DeclareVerdict(verdict='review'),
  ],
)
