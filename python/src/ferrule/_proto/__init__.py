"""What protoc makes of proto/ferrule/v1: see generate_proto.py."""
