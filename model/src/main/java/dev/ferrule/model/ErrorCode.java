package dev.ferrule.model;

/**
 * The stable name of one way to fail. The {@link #id} never changes once released: it stands in
 * HTTP problem documents, logs and metrics.
 */
public enum ErrorCode {
  REQUEST_MALFORMED("request.malformed", Blame.CALLER, 400),
  REQUEST_TOO_LARGE("request.too-large", Blame.CALLER, 413),
  REQUEST_NOT_FOUND("request.not-found", Blame.CALLER, 404),
  REQUEST_METHOD("request.method", Blame.CALLER, 405),
  REQUEST_MEDIA_TYPE("request.media-type", Blame.CALLER, 415),
  AUTH_MISSING("auth.missing", Blame.CALLER, 401),
  AUTH_INVALID("auth.invalid", Blame.CALLER, 401),
  AUTH_FORBIDDEN("auth.forbidden", Blame.CALLER, 403),
  KEY_FIRST("auth.first-key", Blame.CALLER, 409),
  KEY_NOT_FOUND("auth.key-not-found", Blame.CALLER, 404),
  COLLECTION_NOT_FOUND("collection.not-found", Blame.CALLER, 404),
  COLLECTION_EXISTS("collection.exists", Blame.CALLER, 409),
  COLLECTION_INVALID("collection.invalid", Blame.CALLER, 400),
  COLLECTION_LIMIT("collection.limit", Blame.CALLER, 409),
  DOCUMENT_NOT_FOUND("document.not-found", Blame.CALLER, 404),
  DOCUMENT_INVALID("document.invalid", Blame.CALLER, 400),
  DOCUMENT_UNREADABLE("document.unreadable", Blame.CALLER, 422),
  DOCUMENT_FIELD("document.field", Blame.CALLER, 400),
  FILTER_INVALID("filter.invalid", Blame.CALLER, 400),
  CONFIG_INVALID("config.invalid", Blame.CALLER, 400),
  MODEL_NOT_FOUND("model.not-found", Blame.CALLER, 404),
  MODEL_INVALID("model.invalid", Blame.CALLER, 400),
  MODEL_FAILED("model.failed", Blame.SYSTEM, 500),
  STORE_LOCKED("store.locked", Blame.CALLER, 409),
  STORE_CORRUPT("store.corrupt", Blame.SYSTEM, 500),
  STORE_FAILED("store.failed", Blame.SYSTEM, 500),
  STORE_FULL("store.full", Blame.RETRY, 507),
  STORE_CLOSED("store.closed", Blame.RETRY, 503),
  BACKUP_INVALID("backup.invalid", Blame.CALLER, 400),
  BACKUP_NOT_FOUND("backup.not-found", Blame.CALLER, 404),
  INDEX_FAILED("index.failed", Blame.SYSTEM, 500),
  INDEX_BEHIND("index.behind", Blame.RETRY, 503),
  UPSTREAM_FAILED("upstream.failed", Blame.RETRY, 502),
  UPSTREAM_TIMEOUT("upstream.timeout", Blame.RETRY, 504),
  LIMIT_REACHED("limit.reached", Blame.RETRY, 429),
  RULE_INVALID("rule.invalid", Blame.CALLER, 400),
  RULE_REGEX("rule.regex", Blame.CALLER, 400),
  RULE_PATH("rule.path", Blame.CALLER, 400),
  RULE_LIMIT("rule.limit", Blame.CALLER, 400),
  RULE_FAILED("rule.failed", Blame.RETRY, 503),
  EVENT_INVALID("event.invalid", Blame.CALLER, 400),
  EVENT_TOO_LARGE("event.too-large", Blame.CALLER, 413),
  EVENT_NOT_FOUND("event.not-found", Blame.CALLER, 404),
  QUERY_INVALID("query.invalid", Blame.CALLER, 400),
  LABEL_INVALID("label.invalid", Blame.CALLER, 400),
  RELEASE_NONE("release.none", Blame.CALLER, 409),
  RELEASE_NOT_FOUND("release.not-found", Blame.CALLER, 404),
  RELEASE_CONFLICT("release.conflict", Blame.CALLER, 409),
  FUNCTIONS_UNAVAILABLE("functions.unavailable", Blame.RETRY, 503),
  WEBHOOK_INVALID("webhook.invalid", Blame.CALLER, 400),
  WEBHOOK_NOT_FOUND("webhook.not-found", Blame.CALLER, 404),
  DEAD_LETTER_NOT_FOUND("dead-letter.not-found", Blame.CALLER, 404),
  SINK_FAILED("sink.failed", Blame.SYSTEM, 500),
  KAFKA_FAILED("kafka.failed", Blame.RETRY, 503),
  ETCD_FAILED("etcd.failed", Blame.RETRY, 503),
  NODE_DRAINING("node.draining", Blame.RETRY, 503),
  NODE_UNREACHABLE("node.unreachable", Blame.RETRY, 503),
  INTERNAL("internal", Blame.SYSTEM, 500);

  private final String id;
  private final Blame blame;
  private final int httpStatus;

  ErrorCode(String id, Blame blame, int httpStatus) {
    this.id = id;
    this.blame = blame;
    this.httpStatus = httpStatus;
  }

  /** The stable name, as {@code store.corrupt}. */
  public String id() {
    return id;
  }

  public Blame blame() {
    return blame;
  }

  /** The HTTP status that answers this error. */
  public int httpStatus() {
    return httpStatus;
  }
}
