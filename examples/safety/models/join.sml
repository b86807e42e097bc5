_RoomsJoinedLastHour: Optional[int] = JsonData(path='$.user.stats.rooms_joined_last_hour')
RoomsJoinedLastHour: int = ResolveOptional(optional_value=_RoomsJoinedLastHour, default_value=1)

InviteCode: Optional[str] = JsonData(path='$.join.invite_code')

_InviteUsesLastHour: Optional[int] = JsonData(path='$.join.invite_uses_last_hour')
InviteUsesLastHour: int = ResolveOptional(optional_value=_InviteUsesLastHour, default_value=0)
