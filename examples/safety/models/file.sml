File: Entity[str] = EntityJson(type='File', path='$.file.sha256')

FileName: str = JsonData(path='$.file.name')

FileType: str = JsonData(path='$.file.content_type', required=False)

FileBytes: int = JsonData(path='$.file.size_bytes', required=False)
FileMegabytes = FileBytes // 1048576

_UploadsLastHour: Optional[int] = JsonData(path='$.file.uploads_last_hour')
UploadsLastHour: int = ResolveOptional(optional_value=_UploadsLastHour, default_value=1)
