Import(rules=['models/message/links.sml', 'models/message/text.sml', 'models/user.sml'])

# teasel with letters swapped, doubled or replaced, or as a part of a longer name.
_SpelledAlike = RegexMatch(
  target=PlainDomains,
  pattern=r'\bt[e3]{1,2}(?:a|4)?[s5z]{1,2}[e3]?[l1i]{1,2}\.(?:example|invalid|test)\b',
)

_NameInName = RegexMatch(
  target=PlainDomains,
  pattern=r'\b(?:[a-z0-9]+-)*teasel(?:-[a-z0-9]+)+\.|\bteasel\.example\.[a-z]|\b[a-z0-9]+-teasel\.',
)

# Two letters away, in whichever way.
_FirstRoot: str = RootDomain(domain=FoldLookalikes(s=ListRead(list=ForeignDomains)))
_NearlySpelled = EditDistance(a=_FirstRoot, b='teasel.example') <= 2

_CredentialPath = RegexMatch(
  target=PlainText,
  pattern=r'https?://\S*(?:log-?in|sign-?in|verify|password|unlock|2fa|wallet-connect)',
)

_AccountAlarm = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:your|ur) account (?:has been|will be|is|was) (?:suspended|limited|locked|deleted|flagged|reported)\b',
)

_AskForCode = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:send|tell|give|read) (?:me|us) (?:the|your|ur) (?:code|password|pin|login|6[- ]digit code)\b',
)

_ScanCode = RegexMatch(target=PlainText, pattern=r'\bscan (?:the|this|my) (?:qr|code)\b')

DomainIsKnownBad = HasLabel(entity=Domain, label='suspicious_domain')

LookalikeDomain = Rule(
  when_all=[_SpelledAlike or _NameInName or _NearlySpelled],
  description='A domain that looks like that of Teasel',
)

CredentialLink = Rule(
  when_all=[_CredentialPath, ForeignDomainCount > 0, IsNewAccount or _AccountAlarm],
  description='A page that wants a password',
)

AccountAlarm = Rule(
  when_all=[_AccountAlarm, ForeignDomainCount > 0, not IsStaff],
  description='An alarm about the account of the reader, with a link',
)

CodeRequest = Rule(
  when_all=[_AskForCode or _ScanCode, not IsTrusted],
  description='A wish for a code or a password',
)

KnownBadDomain = Rule(
  when_all=[DomainIsKnownBad],
  description='A domain that phishing was seen on before',
)

WhenRules(
  rules_any=[LookalikeDomain, CredentialLink, AccountAlarm, KnownBadDomain],
  then=[
    LabelAdd(entity=User, label='phisher', expires_after=TimeDelta(weeks=12)),
    LabelAdd(entity=Domain, label='suspicious_domain', expires_after=TimeDelta(weeks=2)),
    DeclareVerdict(verdict='reject'),
  ],
)

# An account that was fine for long and now phishes was most likely taken over.
PhishingFromOldAccount = Rule(
  when_all=[LookalikeDomain or CredentialLink or AccountAlarm, not IsNewAccount],
  description=f'Phishing from an account with {MessagesSent} messages',
)

WhenRules(
  rules_any=[PhishingFromOldAccount],
  then=[
    LabelAdd(entity=User, label='compromised'),
    DeclareVerdict(verdict='force_logout'),
  ],
)

WhenRules(
  rules_any=[CodeRequest],
  then=[DeclareVerdict(verdict='warn_readers')],
)
