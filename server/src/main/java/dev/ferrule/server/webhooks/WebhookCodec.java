package dev.ferrule.server.webhooks;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Webhooks on disk: version (1 byte, 1), URL, secret, then the actions, verdicts, rules and labels,
 * each with their number (4 bytes); texts as {@link DataOutputStream#writeUTF}. The key is the name
 * in UTF-8. Stateless.
 */
final class WebhookCodec {
  private static final int VERSION = 1;

  private WebhookCodec() {}

  static byte[] encode(Webhook webhook) {
    try {
      var bytes = new ByteArrayOutputStream();
      var out = new DataOutputStream(bytes);
      out.writeByte(VERSION);
      out.writeUTF(webhook.url().toString());
      out.writeUTF(webhook.secret());
      var on = webhook.on();
      for (var texts : List.of(on.actions(), on.verdicts(), on.rules(), on.labels())) {
        out.writeInt(texts.size());
        for (String text : texts) {
          out.writeUTF(text);
        }
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Webhook decode(String name, byte[] value) {
    try {
      var in = new DataInputStream(new ByteArrayInputStream(value));
      int version = in.readByte();
      if (version != VERSION) {
        throw new FerruleException(
            ErrorCode.STORE_CORRUPT,
            "expected version=%d of a webhook, found %d".formatted(VERSION, version));
      }
      var url = Webhook.url(in.readUTF());
      String secret = in.readUTF();
      return new Webhook(
          name, url, secret, new Webhook.Filter(texts(in), texts(in), texts(in), texts(in)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    int count = in.readInt();
    var texts = new ArrayList<String>(count);
    for (int i = 0; i < count; i++) {
      texts.add(in.readUTF());
    }
    return texts;
  }
}
