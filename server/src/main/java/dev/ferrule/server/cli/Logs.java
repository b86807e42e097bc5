package dev.ferrule.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.server.config.Settings;
import org.slf4j.LoggerFactory;

/** Sets logging up as the settings say: to standard error, as text or as JSON lines. */
final class Logs {
  /** Held, as java.util.logging forgets the levels of loggers that nobody holds. */
  private static final java.util.logging.Logger GRPC =
      java.util.logging.Logger.getLogger("io.grpc");

  private static final java.util.logging.Logger LUCENE =
      java.util.logging.Logger.getLogger("org.apache.lucene");

  private Logs() {}

  static void configure(Settings settings) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    write(
        context, encoder(settings.text("log.format"), context), level(settings.text("log.level")));
    context.getLogger("io.netty").setLevel(Level.INFO);
    context.getLogger("org.apache.kafka").setLevel(Level.WARN); // says all its settings at INFO
    context.getLogger("io.etcd").setLevel(Level.ERROR); // warns at each try; Etcd says it once
    GRPC.setLevel(java.util.logging.Level.SEVERE); // warns of what callers do wrong
    LUCENE.setLevel(java.util.logging.Level.WARNING);
  }

  static void write(LoggerContext context, Encoder<ILoggingEvent> encoder, Level level) {
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(level);
  }

  private static Encoder<ILoggingEvent> encoder(String format, LoggerContext context) {
    if (format.equals("json")) {
      var json = new JsonEncoder();
      json.setContext(context);
      json.setWithFormattedMessage(true);
      json.setWithMessage(false);
      json.start();
      return json;
    }
    if (!format.equals("text")) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID, "expected text or json in log.format, found " + format);
    }
    return new TextEncoder();
  }

  private static Level level(String name) {
    return switch (name) {
      case "error" -> Level.ERROR;
      case "warn" -> Level.WARN;
      case "info" -> Level.INFO;
      case "debug" -> Level.DEBUG;
      default ->
          throw new FerruleException(
              ErrorCode.CONFIG_INVALID,
              "expected error, warn, info or debug in log.level, found " + name);
    };
  }
}
