package dev.ferrule.rules.lsp;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.editor.Encoding;
import dev.ferrule.rules.functions.FunctionTable;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CodeActionOptions;
import org.eclipse.lsp4j.CompletionOptions;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesRegistrationOptions;
import org.eclipse.lsp4j.FileSystemWatcher;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.PositionEncodingKind;
import org.eclipse.lsp4j.Registration;
import org.eclipse.lsp4j.RegistrationParams;
import org.eclipse.lsp4j.RenameOptions;
import org.eclipse.lsp4j.SaveOptions;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.SetTraceParams;
import org.eclipse.lsp4j.SignatureHelpOptions;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.TextDocumentSyncOptions;
import org.eclipse.lsp4j.WorkDoneProgressCancelParams;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;
import org.jspecify.annotations.Nullable;

/**
 * Serves one editor over a pair of streams. Thread-safe.
 *
 * <p>Source: Language Server Protocol 3.17.
 */
public final class RuleLanguageServer implements LanguageServer, WorkspaceService {
  private final Session session;
  private final RuleDocuments documents;
  private final String version;
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private @Nullable LanguageClient client;
  private boolean watches;
  private boolean shutDown;

  private RuleLanguageServer(Function<Path, FunctionTable> functions, String version) {
    this.session = new Session(functions);
    this.documents = new RuleDocuments(session);
    this.version = version;
  }

  /**
   * Serves until the editor says so or its stream ends.
   *
   * @param functions what the rules of a directory may call; asked again when files change
   * @return the exit code of the process: 0 when the editor shut the server down before
   */
  public static int serve(
      Function<Path, FunctionTable> functions, String version, InputStream in, OutputStream out) {
    var server = new RuleLanguageServer(functions, version);
    var launcher = LSPLauncher.createServerLauncher(server, in, out);
    server.connect(launcher.getRemoteProxy());
    var listening = launcher.startListening();
    Thread.ofPlatform().daemon().name("rule-editor-end").start(() -> server.endWith(listening));
    try {
      return server.ended.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (ExecutionException e) {
      throw new FerruleException(ErrorCode.INTERNAL, "the editor's connection failed", e);
    } finally {
      listening.cancel(true);
      server.session.close();
    }
  }

  private void endWith(java.util.concurrent.Future<?> listening) {
    try {
      listening.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | CancellationException e) {
      // Either way there is nothing more to read.
    }
    end();
  }

  private synchronized void end() {
    ended.complete(shutDown ? 0 : 1);
  }

  private void connect(LanguageClient connected) {
    client = connected;
    session.connect(connected);
  }

  @Override
  public CompletableFuture<InitializeResult> initialize(InitializeParams params) {
    var encoding = Encoding.UTF_16;
    var capabilities = params.getCapabilities();
    var general = capabilities == null ? null : capabilities.getGeneral();
    var offered = general == null ? null : general.getPositionEncodings();
    // The first that the editor names is the one it likes best.
    if (offered != null && !offered.isEmpty() && offered.getFirst().equals("utf-8")) {
      encoding = Encoding.UTF_8;
    }
    session.encode(encoding);
    var workspace = capabilities == null ? null : capabilities.getWorkspace();
    var watching = workspace == null ? null : workspace.getDidChangeWatchedFiles();
    watches = watching != null && Boolean.TRUE.equals(watching.getDynamicRegistration());
    return CompletableFuture.completedFuture(
        new InitializeResult(serverCapabilities(encoding), new ServerInfo("ferrule", version)));
  }

  private static ServerCapabilities serverCapabilities(Encoding encoding) {
    var able = new ServerCapabilities();
    able.setPositionEncoding(
        encoding == Encoding.UTF_8 ? PositionEncodingKind.UTF8 : PositionEncodingKind.UTF16);
    var sync = new TextDocumentSyncOptions();
    sync.setOpenClose(true);
    sync.setChange(TextDocumentSyncKind.Incremental);
    sync.setSave(new SaveOptions(false));
    able.setTextDocumentSync(sync);
    able.setHoverProvider(true);
    able.setCompletionProvider(
        new CompletionOptions(false, List.of("(", "'", "\"", "/", "{", "=", "[")));
    able.setSignatureHelpProvider(new SignatureHelpOptions(List.of("(", ",", "=")));
    able.setDefinitionProvider(true);
    able.setReferencesProvider(true);
    able.setRenameProvider(new RenameOptions(true));
    able.setDocumentSymbolProvider(true);
    able.setDocumentFormattingProvider(true);
    able.setCodeActionProvider(new CodeActionOptions(List.of(CodeActionKind.QuickFix)));
    return able;
  }

  @Override
  public void initialized(InitializedParams params) {
    var to = client;
    if (watches && to != null) {
      var options =
          new DidChangeWatchedFilesRegistrationOptions(
              List.of(
                  new FileSystemWatcher(Either.forLeft("**/*.sml")),
                  new FileSystemWatcher(Either.forLeft("**/*.yaml")),
                  new FileSystemWatcher(Either.forLeft("**/lists/*"))));
      to.registerCapability(
          new RegistrationParams(
              List.of(new Registration("files", "workspace/didChangeWatchedFiles", options))));
    }
  }

  @Override
  public synchronized CompletableFuture<Object> shutdown() {
    shutDown = true;
    return CompletableFuture.completedFuture(new Object());
  }

  @Override
  public void exit() {
    end();
  }

  @Override
  public TextDocumentService getTextDocumentService() {
    return documents;
  }

  @Override
  public WorkspaceService getWorkspaceService() {
    return this;
  }

  @Override
  public void setTrace(SetTraceParams params) {
    // Nothing is traced: what is said to the editor it has asked for.
  }

  @Override
  public void cancelProgress(WorkDoneProgressCancelParams params) {
    // Nothing takes long enough to be cancelled.
  }

  @Override
  public void didChangeConfiguration(DidChangeConfigurationParams params) {
    // There is nothing to configure.
  }

  @Override
  public void didChangeWatchedFiles(DidChangeWatchedFilesParams params) {
    session.notify(session::reload);
  }
}
