Import(rules=['models/report.sml', 'models/user.sml'])

_IsSevere = ReportReason in ['child_safety', 'self_harm', 'threat']

_ReportedWasWarned = HasLabel(entity=Reported, label='warned')

ReportsPileUp = Rule(
  when_all=[ReportersLastDay >= 5, not HasLabel(entity=Reported, label='trusted')],
  description=f'Reported by {ReportersLastDay} people in a day',
)

PreciseReporter = Rule(
  when_all=[Reviewed >= 10, ReporterPrecision >= 0.8],
  description=f'{Upheld} of {Reviewed} earlier reports were upheld',
)

SevereReport = Rule(
  when_all=[_IsSevere],
  description='A report for one of the severe reasons',
)

ReportAfterWarning = Rule(
  when_all=[ReportReason == 'harassment', _ReportedWasWarned],
  description='Reported for harassment after a warning',
)

ReportFlood = Rule(
  when_all=[FiledLastHour > 20, not IsTrusted],
  description=f'Filed {FiledLastHour} reports in an hour',
)

CarelessReporter = Rule(
  when_all=[Reviewed >= 20, ReporterPrecision < 0.1],
  description=f'{Upheld} of {Reviewed} earlier reports were upheld',
)

WhenRules(
  rules_any=[ReportsPileUp, ReportAfterWarning],
  then=[
    LabelAdd(entity=Reported, label='watched', expires_after=TimeDelta(weeks=1)),
    LabelAdd(entity=ReportedMessage, label='hidden'),
    DeclareVerdict(verdict='review'),
  ],
)

WhenRules(
  rules_any=[PreciseReporter, SevereReport],
  then=[DeclareVerdict(verdict='urgent_review')],
)

WhenRules(
  rules_any=[ReportFlood, CarelessReporter],
  then=[LabelAdd(entity=User, label='careless_reporter', expires_after=TimeDelta(weeks=4))],
)
