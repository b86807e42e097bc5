X = f'''a{B!r:>{C}}
{D}'''
Y = b'\x00' '\N{BULLET}' "\ud800"
Z = 'unterminated
