# The one who is reported, and by how many.
Reported: Entity[str] = EntityJson(type='User', path='$.report.user_id')

ReportedMessage: Entity[int] = EntityJson(
  type='Message',
  path='$.report.message_id',
  required=False,
)

ReportReason: str = JsonData(path='$.report.reason')

_ReportersLastDay: Optional[int] = JsonData(path='$.report.distinct_reporters_last_day')
ReportersLastDay: int = ResolveOptional(optional_value=_ReportersLastDay, default_value=1)

_FiledLastHour: Optional[int] = JsonData(path='$.report.filed_by_user_last_hour')
FiledLastHour: int = ResolveOptional(optional_value=_FiledLastHour, default_value=1)

# Of this reporter's earlier reports, how many were upheld and how many were looked at.
Upheld: int = JsonData(path='$.report.reporter_upheld', required=False)
Reviewed: int = JsonData(path='$.report.reporter_reviewed', required=False)

# Division by zero gives 0, so a reporter without history has no precision rather than an error.
ReporterPrecision = Upheld / Reviewed
