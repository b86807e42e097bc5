_Bio: Optional[str] = JsonData(path='$.profile.bio')
Bio: str = ResolveOptional(optional_value=_Bio, default_value='')
PlainBio: str = FoldLookalikes(s=Bio)

OldName: Optional[str] = JsonData(path='$.profile.old_display_name')
_NewName: Optional[str] = JsonData(path='$.profile.new_display_name')
NewName: str = ResolveOptional(optional_value=_NewName, default_value='')
PlainNewName: str = FoldLookalikes(s=StringStrip(s=NewName))

_ChangesLastDay: Optional[int] = JsonData(path='$.profile.changes_last_day')
ChangesLastDay: int = ResolveOptional(optional_value=_ChangesLastDay, default_value=1)
