package dev.ferrule.rules.lsp;

import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.editor.LineMap;
import dev.ferrule.rules.editor.Place;
import dev.ferrule.rules.editor.Workspace;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.ParameterInformation;
import org.eclipse.lsp4j.PrepareRenameDefaultBehavior;
import org.eclipse.lsp4j.PrepareRenameParams;
import org.eclipse.lsp4j.PrepareRenameResult;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.SignatureHelp;
import org.eclipse.lsp4j.SignatureHelpParams;
import org.eclipse.lsp4j.SignatureInformation;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.TextDocumentPositionParams;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.jsonrpc.messages.Tuple;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.jspecify.annotations.Nullable;

/** What an editor asks about documents. Thread-safe: all work is done by the session. */
final class RuleDocuments implements TextDocumentService {
  private final Session session;

  RuleDocuments(Session session) {
    this.session = session;
  }

  @Override
  public void didOpen(DidOpenTextDocumentParams params) {
    var document = params.getTextDocument();
    session.notify(() -> session.open(document.getUri(), document.getText()));
  }

  @Override
  public void didChange(DidChangeTextDocumentParams params) {
    session.notify(() -> {
      var uri = params.getTextDocument().getUri();
      var document = session.workspaces().find(uri);
      if (document == null) {
        return;
      }
      var text = document.workspace().text(document.path());
      for (var change : params.getContentChanges()) {
        text = changed(text == null ? "" : text, change.getRange(), change.getText());
      }
      session.open(uri, text == null ? "" : text);
    });
  }

  private String changed(String text, @Nullable Range range, String by) {
    if (range == null) {
      return by;
    }
    var lines = new LineMap(text);
    int start = session.wire().offset(lines, range.getStart());
    int end = Math.max(start, session.wire().offset(lines, range.getEnd()));
    return text.substring(0, start) + by + text.substring(end);
  }

  @Override
  public void didClose(DidCloseTextDocumentParams params) {
    session.notify(() -> session.close(params.getTextDocument().getUri()));
  }

  @Override
  public void didSave(DidSaveTextDocumentParams params) {
    session.notify(session::reload);
  }

  /** Answers about a place in an open document; nothing about any other one. */
  private <T> CompletableFuture<T> at(
      TextDocumentPositionParams params,
      T none,
      BiFunction<Workspaces.Document, Integer, T> answer) {
    return session.answer(() -> {
      var document = session.workspaces().find(params.getTextDocument().getUri());
      if (document == null) {
        return none;
      }
      var lines = document.workspace().lines(document.path());
      return answer.apply(document, session.wire().offset(lines, params.getPosition()));
    });
  }

  private <T> CompletableFuture<T> in(
      String uri, T none, java.util.function.Function<Workspaces.Document, T> answer) {
    return session.answer(() -> {
      var document = session.workspaces().find(uri);
      return document == null ? none : answer.apply(document);
    });
  }

  @Override
  public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(
      CompletionParams params) {
    return at(
        params,
        Either.forLeft(List.of()),
        (document, offset) ->
            Either.forLeft(
                document.workspace().completions(document.path(), offset).stream()
                    .map(each -> session.wire().completion(document.workspace(), each))
                    .toList()));
  }

  @Override
  @SuppressWarnings("NullAway") // The protocol answers null where there is nothing to say.
  public CompletableFuture<Hover> hover(HoverParams params) {
    return at(
        params,
        null,
        (document, offset) -> {
          var hover = document.workspace().hover(document.path(), offset);
          return hover == null
              ? null
              : new Hover(
                  Wire.markdown(hover.markdown()),
                  session.wire().range(document.workspace(), hover.place()));
        });
  }

  @Override
  @SuppressWarnings("NullAway") // The protocol answers null where there is nothing to say.
  public CompletableFuture<SignatureHelp> signatureHelp(SignatureHelpParams params) {
    return at(
        params,
        null,
        (document, offset) -> {
          var help = document.workspace().signatureHelp(document.path(), offset);
          if (help == null) {
            return null;
          }
          var signature = new SignatureInformation(help.label());
          signature.setDocumentation(Wire.markdown(help.documentation()));
          signature.setParameters(
              help.parameters().stream()
                  .map(each -> {
                    var parameter = new ParameterInformation();
                    parameter.setLabel(Tuple.two(each.start(), each.end()));
                    parameter.setDocumentation(Wire.markdown(each.documentation()));
                    return parameter;
                  })
                  .toList());
          // Past the last parameter, an editor marks none.
          int active = help.active() < 0 ? help.parameters().size() : help.active();
          return new SignatureHelp(List.of(signature), 0, active);
        });
  }

  @Override
  public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>>
      definition(DefinitionParams params) {
    return at(
        params,
        Either.forLeft(List.of()),
        (document, offset) ->
            Either.forLeft(
                locations(
                    document.workspace(),
                    document.workspace().definitions(document.path(), offset))));
  }

  @Override
  public CompletableFuture<List<? extends Location>> references(ReferenceParams params) {
    var declaration =
        params.getContext().isIncludeDeclaration()
            ? Workspace.Declaration.INCLUDED
            : Workspace.Declaration.LEFT_OUT;
    return at(
        params,
        List.of(),
        (document, offset) ->
            locations(
                document.workspace(),
                document.workspace().references(document.path(), offset, declaration)));
  }

  private List<Location> locations(Workspace workspace, List<Place> places) {
    return places.stream().map(each -> session.wire().location(workspace, each)).toList();
  }

  @Override
  @SuppressWarnings("NullAway") // The protocol answers null where there is nothing to rename.
  public CompletableFuture<Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>>
      prepareRename(PrepareRenameParams params) {
    return at(
        params,
        null,
        (document, offset) -> {
          var place = document.workspace().renamable(document.path(), offset);
          return place == null
              ? null
              : Either3.forFirst(session.wire().range(document.workspace(), place));
        });
  }

  @Override
  public CompletableFuture<WorkspaceEdit> rename(RenameParams params) {
    return at(
        params,
        new WorkspaceEdit(),
        (document, offset) -> {
          try {
            return session
                .wire()
                .edits(
                    document.workspace(),
                    document.workspace().rename(document.path(), offset, params.getNewName()));
          } catch (FerruleException e) {
            throw new ResponseErrorException(
                new ResponseError(ResponseErrorCode.RequestFailed, e.getMessage(), null));
          }
        });
  }

  @Override
  public CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(
      DocumentSymbolParams params) {
    return in(
        params.getTextDocument().getUri(),
        List.of(),
        document ->
            document.workspace().symbols(document.path()).stream()
                .map(each ->
                    Either.<SymbolInformation, DocumentSymbol>forRight(
                        session.wire().symbol(document.workspace(), each)))
                .toList());
  }

  @Override
  public CompletableFuture<List<? extends TextEdit>> formatting(DocumentFormattingParams params) {
    return in(
        params.getTextDocument().getUri(),
        List.of(),
        document ->
            document.workspace().format(document.path()).stream()
                .map(each -> session.wire().edit(document.workspace(), each))
                .toList());
  }

  @Override
  public CompletableFuture<List<Either<Command, CodeAction>>> codeAction(CodeActionParams params) {
    return in(
        params.getTextDocument().getUri(),
        List.of(),
        document -> {
          session.checkNow(document.workspace());
          var lines = document.workspace().lines(document.path());
          int start = session.wire().offset(lines, params.getRange().getStart());
          int end = session.wire().offset(lines, params.getRange().getEnd());
          return document.workspace().actions(document.path(), start, end).stream()
              .map(each -> {
                var action = new CodeAction(each.title());
                action.setKind(CodeActionKind.QuickFix);
                action.setDiagnostics(
                    List.of(session.wire().diagnostic(document.workspace(), each.finding())));
                action.setEdit(session.wire().edits(document.workspace(), each.edits()));
                return Either.<Command, CodeAction>forRight(action);
              })
              .toList();
        });
  }
}
