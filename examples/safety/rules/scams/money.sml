Import(rules=['models/message/text.sml', 'models/user.sml'])

_WalletAddress = RegexMatch(target=PlainText, pattern=r'\b(?:0x[0-9a-f]{40}|bc1[0-9a-z]{25,60})\b')

_SeedPhrase = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:seed|recovery|backup|secret) phrase\b|\b(?:12|24)[ -]word phrase\b',
)

_Doubling = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:double|triple|2x|3x|10x) (?:your|ur|any|the) (?:coins?|crypto|money|deposit|stake)\b',
)

_SureProfit = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:guaranteed|risk[- ]free|daily|weekly|sure) (?:profits?|returns?|income|roi|gains)\b',
)

_Recovery = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:recover|get back|retrieve) (?:your |my |any )?(?:lost|stolen|scammed) (?:funds|coins|money|crypto)\b',
)

# One of these words is talk about money, four of them are an offer.
MoneyWordCount = CountRegexMatches(
  target=PlainText,
  patterns=[
    r'\binvest(?:ed|ing|ment|ments)?\b',
    r'\b(?:profit|profits|returns|roi)\b',
    r'\b(?:trading|trader|forex|signals)\b',
    r'\b(?:crypto|coins?|token|wallet)\b',
    r'\b(?:deposit|withdraw|withdrawal|payout)\b',
    r'\b(?:mentor|broker|account manager|coach)\b',
    r'\b(?:dm me|inbox me|message me|ask me how)\b',
    r'\b\d+ ?%',
  ],
)

CoinDoubling = Rule(
  when_all=[_Doubling],
  description='An offer to multiply money',
)

WalletFromStranger = Rule(
  when_all=[_WalletAddress, IsNewAccount],
  description=f'The address of a wallet, {AccountAgeHours} hours after registering',
)

SeedPhraseQuestion = Rule(
  when_all=[_SeedPhrase, not IsTrusted],
  description='A word about the phrase that opens a wallet',
)

SureProfit = Rule(
  when_all=[_SureProfit, MoneyWordCount >= 2],
  description=f'Profit without risk, with {MoneyWordCount} kinds of words about money',
)

InvestmentOffer = Rule(
  when_all=[MoneyWordCount >= 4, not IsTrusted],
  description=f'{MoneyWordCount} kinds of words about money',
)

RecoveryScam = Rule(
  when_all=[_Recovery],
  description='An offer to bring back what was stolen',
)

# What a new account writes of this kind is not seen by anyone first.
MoneyScamFromNewAccount = Rule(
  when_all=[CoinDoubling or SureProfit or InvestmentOffer or RecoveryScam, IsNewAccount],
  description=f'A scam with money, {AccountAgeHours} hours after registering',
)

WhenRules(
  rules_any=[CoinDoubling, SureProfit, InvestmentOffer, RecoveryScam],
  then=[
    LabelAdd(
      entity=User,
      label='scammer',
      apply_if=MoneyScamFromNewAccount,
      expires_after=TimeDelta(weeks=12),
    ),
    DeclareVerdict(verdict='review'),
  ],
)

WhenRules(
  rules_any=[MoneyScamFromNewAccount, WalletFromStranger],
  then=[DeclareVerdict(verdict='reject')],
)

WhenRules(
  rules_any=[SeedPhraseQuestion],
  then=[DeclareVerdict(verdict='warn_readers')],
)
