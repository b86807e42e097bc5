package dev.ferrule.server.grpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Osprey's entry with messages written byte by byte, from the numbers of its own .proto files: none
 * of the classes generated here have a part in it.
 */
class OspreyWireIT {
  private static final String METHOD =
      "osprey.rpc.osprey_coordinator.sync_action.v1.OspreyCoordinatorSyncActionService/ProcessAction";

  @TempDir private Path directory = Path.of("unset");

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] message) {
          return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream message) {
          try {
            return message.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private static byte[] call(GrpcFixture server, byte[] request) {
    var method =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(METHOD)
            .setRequestMarshaller(BYTES)
            .setResponseMarshaller(BYTES)
            .build();
    return ClientCalls.blockingUnaryCall(server.channel, method, CallOptions.DEFAULT, request);
  }

  private static byte[] text(int tag, String text) {
    return field(tag, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] field(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    out.write(content.length); // all are shorter than 128
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  @Test
  void anOspreyClientGetsVerdictsAndAddedLabels() {
    try (var server = new GrpcFixture(directory, Map.of()).with(GrpcFixture.RULES)) {
      byte[] id = field(0x0a, new byte[] {0x08, 0x2a}); // 1: UInt64Value{1: 42}
      byte[] time = HexFormat.of().parseHex("0880b8ddca061080cab5ee01"); // 1767348224 s, 5e8 ns
      byte[] request =
          joined(
              id,
              text(0x12, "said"), // 2: action_name
              text(0x1a, "{\"user\":\"u1\",\"text\":\"LOUD\"}"), // 3: action_data_json
              field(0x2a, time)); // 5: timestamp
      byte[] expected =
          field(
              0x12, // 2: verdicts
              joined(
                  new byte[] {0x08, 0x2a}, // 1: action_id
                  text(0x12, "said"), // 2: action_name
                  text(0x1a, "hush"), // 3: verdicts
                  text(0x1a, "User/u1/loud"),
                  field(0x22, time))); // 4: timestamp
      assertArrayEquals(expected, call(server, request));
      assertArrayEquals(expected, call(server, request), "the same for the same id");
    }
  }

  @Test
  void idAndTimeMayBeLeftOut() {
    try (var server = new GrpcFixture(directory, Map.of()).with(GrpcFixture.RULES)) {
      byte[] request = joined(text(0x12, "said"), text(0x1a, "{\"user\":\"u1\",\"text\":\"x\"}"));
      byte[] answer = call(server, request);
      assertEquals(0x12, answer[0]);
      assertEquals(0x08, answer[2], "an id was made");
    }
  }
}
