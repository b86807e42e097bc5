package dev.ferrule.rules.lsp;

import dev.ferrule.rules.editor.Encoding;
import dev.ferrule.rules.editor.Workspace;
import dev.ferrule.rules.functions.FunctionTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.services.LanguageClient;
import org.jspecify.annotations.Nullable;

/**
 * The state of one editor's session. Everything runs on one thread in the order it was asked for;
 * checks run when nothing has changed for a moment.
 */
final class Session implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Session.class.getName());
  private static final long QUIET_MILLIS = 100;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(work -> {
        var made = new Thread(work, "rule-editor");
        made.setDaemon(true);
        return made;
      });
  private final Workspaces workspaces;
  private final Set<String> reported = new HashSet<>();
  private final Set<Workspace> unchecked = new HashSet<>();
  private Wire wire;
  private @Nullable LanguageClient client;
  private @Nullable ScheduledFuture<?> pending;

  Session(Function<Path, FunctionTable> functions) {
    workspaces = new Workspaces(functions);
    wire = new Wire(workspaces, Encoding.UTF_16);
  }

  void connect(LanguageClient connected) {
    notify(() -> client = connected);
  }

  void encode(Encoding encoding) {
    notify(() -> wire = new Wire(workspaces, encoding));
  }

  Workspaces workspaces() {
    return workspaces;
  }

  Wire wire() {
    return wire;
  }

  /** Does something that nobody waits for. */
  void notify(Runnable work) {
    try {
      thread.execute(() -> {
        try {
          work.run();
        } catch (RuntimeException e) {
          LOG.log(Level.WARNING, "an editor's notification failed", e);
        }
      });
    } catch (RejectedExecutionException e) {
      LOG.fine("a notification came after the end");
    }
  }

  /** Answers a question. */
  <T> CompletableFuture<T> answer(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, thread);
  }

  void open(String uri, String text) {
    var document = workspaces.open(uri, text);
    checkSoon(document.workspace());
  }

  void close(String uri) {
    var document = workspaces.find(uri);
    workspaces.close(uri);
    if (document != null) {
      if (workspaces.all().contains(document.workspace())) {
        checkSoon(document.workspace());
      } else {
        // Nothing of the set is open any more, so nothing is said about it.
        unchecked.remove(document.workspace());
        var prefix = document.workspace().directory().toUri().toString();
        for (var each : List.copyOf(reported)) {
          if (each.equals(uri) || each.startsWith(prefix)) {
            publish(each, List.of());
          }
        }
      }
    }
  }

  void reload() {
    for (var workspace : workspaces.all()) {
      workspace.reload();
      checkSoon(workspace);
    }
  }

  private void checkSoon(Workspace workspace) {
    unchecked.add(workspace);
    var before = pending;
    if (before != null) {
      before.cancel(false);
    }
    pending =
        thread.schedule(() -> notify(this::checkChanged), QUIET_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void checkChanged() {
    for (var workspace : List.copyOf(unchecked)) {
      checkNow(workspace);
    }
  }

  /** Checks a set unless its findings are those of its present texts. */
  void checkNow(Workspace workspace) {
    if (!unchecked.remove(workspace)) {
      return;
    }
    workspace
        .check()
        .forEach((path, findings) -> {
          var uri = workspaces.uri(workspace, path);
          if (!findings.isEmpty() || reported.contains(uri) || isOpen(uri)) {
            List<org.eclipse.lsp4j.Diagnostic> shown = new ArrayList<>();
            findings.forEach(each -> shown.add(wire.diagnostic(workspace, each)));
            publish(uri, shown);
          }
        });
  }

  private boolean isOpen(String uri) {
    return workspaces.find(uri) != null;
  }

  private void publish(String uri, List<org.eclipse.lsp4j.Diagnostic> shown) {
    if (shown.isEmpty()) {
      reported.remove(uri);
    } else {
      reported.add(uri);
    }
    var to = client;
    if (to != null) {
      to.publishDiagnostics(new PublishDiagnosticsParams(uri, shown));
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
