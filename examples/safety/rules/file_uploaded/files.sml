Import(rules=['models/file.sml', 'models/user.sml'])

_LowerName = StringToLower(s=FileName)

_Hash: str = JsonData(path='$.file.sha256', required=False)

_ProgramName = RegexMatch(
  target=_LowerName,
  pattern=r'\.(?:exe|scr|bat|cmd|com|msi|jar|ps1|vbs|apk)$',
)

_TwoEndings = RegexMatch(
  target=_LowerName,
  pattern=r'\.(?:pdf|jpe?g|png|docx?|txt|mp4) *\.(?:exe|scr|js|bat|cmd|vbs)$',
)

_PictureName = RegexMatch(target=_LowerName, pattern=r'\.(?:jpe?g|png|gif|webp|avif)$')

_MacroDocument = RegexMatch(target=_LowerName, pattern=r'\.(?:docm|xlsm|pptm)$')

KnownBadFile = Rule(
  when_all=[InList(list='bad_file_hashes', value=_Hash)],
  description='A file that is known to do harm',
)

UploadedProgram = Rule(
  when_all=[_ProgramName, not IsTrusted],
  description='A program',
)

UploadedDisguise = Rule(
  when_all=[_TwoEndings],
  description='A file with two endings',
)

TypeMismatch = Rule(
  when_all=[_PictureName, not StringStartsWith(s=FileType, start='image/')],
  description=f'A picture by name, {FileType} by content',
)

MacroDocument = Rule(
  when_all=[_MacroDocument, IsNewAccount],
  description='A document with a program inside',
)

HugeFile = Rule(
  when_all=[FileMegabytes >= 100, IsNewAccount],
  description=f'{FileMegabytes} megabytes from a new account',
)

UploadFlood = Rule(
  when_all=[UploadsLastHour > 60, not IsTrusted],
  description=f'{UploadsLastHour} files in an hour',
)

WhenRules(
  rules_any=[KnownBadFile, UploadedDisguise],
  then=[
    LabelAdd(entity=File, label='malware_suspected'),
    LabelAdd(entity=User, label='watched', expires_after=TimeDelta(weeks=2)),
    DeclareVerdict(verdict='reject'),
  ],
)

WhenRules(
  rules_any=[UploadedProgram, TypeMismatch, MacroDocument],
  then=[
    LabelAdd(entity=File, label='malware_suspected', delay_action_by=TimeDelta(minutes=5)),
    DeclareVerdict(verdict='hold'),
  ],
)

WhenRules(
  rules_any=[HugeFile, UploadFlood],
  then=[DeclareVerdict(verdict='slow_down')],
)
