# Where it happened. Direct messages have no room, so none of this has a value there.
Room: Entity[str] = EntityJson(type='Room', path='$.room.id', required=False)

RoomKind: str = JsonData(path='$.room.kind', required=False)

RoomMembers: int = JsonData(path='$.room.members', required=False)

JoinsLastMinute: int = JsonData(path='$.room.joins_last_minute', required=False)

# The share of the last minute's joins that came from accounts of less than a week, from 0 to 1.
YoungJoinShare: float = JsonData(path='$.room.young_join_share', required=False)

RoomIsUnderRaid = HasLabel(entity=Room, label='raid_suspected')
