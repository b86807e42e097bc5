Import(rules=['models/message/attachment.sml', 'models/message/text.sml', 'models/user.sml'])

_ProgramName = RegexMatch(
  target=AttachmentName,
  pattern=r'\.(?:exe|scr|bat|cmd|com|msi|jar|ps1|vbs|apk)$',
  case_insensitive=True,
)

_TwoEndings = RegexMatch(
  target=AttachmentName,
  pattern=r'\.(?:pdf|jpe?g|png|docx?|txt|mp4)\.(?:exe|scr|js|bat|cmd|zip|vbs)$',
  case_insensitive=True,
)

AttachedProgram = Rule(
  when_all=[_ProgramName, not IsTrusted],
  description='A program as attachment',
)

AttachedDisguise = Rule(
  when_all=[_TwoEndings],
  description='An attachment with two endings',
)

AttachmentPassword = Rule(
  when_all=[
    StringEndsWith(s=StringToLower(s=AttachmentName), end='.zip'),
    StringContainsAny(s=PlainText, phrases=['password', 'passwort', 'pass', 'pw']),
    IsNewAccount,
  ],
  description='An archive with its password beside it, which no scanner can open',
)

WhenRules(
  rules_any=[AttachedProgram, AttachmentPassword],
  then=[DeclareVerdict(verdict='hold')],
)

WhenRules(
  rules_any=[AttachedDisguise],
  then=[
    LabelAdd(entity=User, label='watched', expires_after=TimeDelta(days=7)),
    DeclareVerdict(verdict='reject'),
  ],
)
