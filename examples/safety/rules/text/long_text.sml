# Needs every word, so only long texts come here.
Import(rules=['models/message/text.sml', 'models/user.sml'])

_Words: List[str] = Words(s=PlainText)
_WordCount = ListLength(list=_Words)
_DistinctWordCount = ListLength(list=ListUnique(list=_Words))

# As a per cent, so that the threshold reads as one.
DistinctWordShare = 100 * _DistinctWordCount // _WordCount

_LineCount = SubstrCount(s=MessageText, substr='\n') + 1

CopiedWords = Rule(
  when_all=[_WordCount >= 40, DistinctWordShare < 15],
  description=f'Only {DistinctWordShare} of 100 words differ from each other',
)

WallOfText = Rule(
  when_all=[_LineCount > 60 or MessageLength > 6000, IsNewAccount],
  description=f'{MessageLength} characters in {_LineCount} lines',
)

WhenRules(
  rules_any=[CopiedWords, WallOfText],
  then=[
    LabelAdd(entity=User, label='noisy', expires_after=TimeDelta(hours=12)),
    DeclareVerdict(verdict='hide'),
  ],
)
