package dev.ferrule.server.webhooks;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.store.Store;
import dev.ferrule.store.Table;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Judges webhooks and the calls that are due. */
public final class WebhookCheck {
  private final Store store;

  public WebhookCheck(Store store) {
    this.store = store;
  }

  /** An entry of {@link Table#WEBHOOKS}. */
  public void webhook(byte[] key, byte[] value) {
    WebhookCodec.decode(new String(key, StandardCharsets.UTF_8), value);
  }

  /** An entry of {@link Table#DELIVERIES}. */
  public void delivery(byte[] key, byte[] value) {
    Delivery.of(key, value);
    Delivery.body(value);
    int name = key.length - 9;
    if (name <= 0
        || key[name] != 0
        || store.find(Table.WEBHOOKS, Arrays.copyOf(key, name)) == null) {
      throw new FerruleException(
          ErrorCode.STORE_CORRUPT, "expected a webhook for the call, found none");
    }
  }
}
