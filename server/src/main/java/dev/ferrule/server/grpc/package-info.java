/** The gRPC server: the operations of the HTTP API, and Osprey's synchronous entry. */
@NullMarked
package dev.ferrule.server.grpc;

import org.jspecify.annotations.NullMarked;
