package dev.ferrule.rules.lsp;

import dev.ferrule.rules.editor.Completion;
import dev.ferrule.rules.editor.Edit;
import dev.ferrule.rules.editor.Encoding;
import dev.ferrule.rules.editor.LineMap;
import dev.ferrule.rules.editor.Place;
import dev.ferrule.rules.editor.Symbol;
import dev.ferrule.rules.editor.Workspace;
import dev.ferrule.rules.syntax.Diagnostic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.DiagnosticRelatedInformation;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.InsertTextFormat;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SymbolKind;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** Answers in the protocol's terms. Confined. */
final class Wire {
  private final Workspaces workspaces;
  private final Encoding encoding;

  Wire(Workspaces workspaces, Encoding encoding) {
    this.workspaces = workspaces;
    this.encoding = encoding;
  }

  int offset(LineMap lines, Position position) {
    return lines.offset(position.getLine(), position.getCharacter(), encoding);
  }

  private Position position(LineMap lines, int offsetChars) {
    return new Position(lines.line(offsetChars), lines.column(offsetChars, encoding));
  }

  Range range(Workspace workspace, Place place) {
    var lines = workspace.lines(place.path());
    return new Range(position(lines, place.startChars()), position(lines, place.endChars()));
  }

  Location location(Workspace workspace, Place place) {
    return new Location(workspaces.uri(workspace, place.path()), range(workspace, place));
  }

  TextEdit edit(Workspace workspace, Edit edit) {
    return new TextEdit(range(workspace, edit.place()), edit.text());
  }

  WorkspaceEdit edits(Workspace workspace, List<Edit> edits) {
    Map<String, List<TextEdit>> byUri = new LinkedHashMap<>();
    for (var edit : edits) {
      byUri
          .computeIfAbsent(workspaces.uri(workspace, edit.place().path()), _ -> new ArrayList<>())
          .add(edit(workspace, edit));
    }
    return new WorkspaceEdit(byUri);
  }

  static MarkupContent markdown(String text) {
    return new MarkupContent(MarkupKind.MARKDOWN, text);
  }

  org.eclipse.lsp4j.Diagnostic diagnostic(Workspace workspace, Diagnostic finding) {
    var shown = new org.eclipse.lsp4j.Diagnostic();
    shown.setRange(range(workspace, Place.of(finding.span())));
    shown.setSeverity(
        switch (finding.severity()) {
          case ERROR -> DiagnosticSeverity.Error;
          case WARNING -> DiagnosticSeverity.Warning;
        });
    shown.setSource("ferrule");
    shown.setCode(finding.code());
    var hint = finding.hint();
    shown.setMessage(
        hint.isEmpty() ? finding.message() : finding.message() + "\n" + hint.stripTrailing());
    List<DiagnosticRelatedInformation> related = new ArrayList<>();
    for (var each : finding.related()) {
      var text = each.hint().isEmpty() ? finding.relatedMessage() : each.hint();
      related.add(
          new DiagnosticRelatedInformation(
              location(workspace, Place.of(each.span())), text.isEmpty() ? "related" : text));
    }
    shown.setRelatedInformation(related);
    return shown;
  }

  CompletionItem completion(Workspace workspace, Completion completion) {
    var item = new CompletionItem(completion.label());
    item.setKind(
        switch (completion.kind()) {
          case FUNCTION -> CompletionItemKind.Function;
          case ARGUMENT -> CompletionItemKind.Property;
          case NAME -> CompletionItemKind.Variable;
          case FILE -> CompletionItemKind.File;
          case LABEL -> CompletionItemKind.EnumMember;
          case LIST -> CompletionItemKind.Reference;
          case TYPE -> CompletionItemKind.TypeParameter;
          case KEYWORD -> CompletionItemKind.Keyword;
        });
    if (!completion.detail().isEmpty()) {
      item.setDetail(completion.detail());
    }
    if (!completion.documentation().isEmpty()) {
      item.setDocumentation(markdown(completion.documentation()));
    }
    item.setInsertTextFormat(
        completion.snippet() ? InsertTextFormat.Snippet : InsertTextFormat.PlainText);
    item.setTextEdit(
        Either.forLeft(new TextEdit(range(workspace, completion.replaced()), completion.text())));
    // What is at hand comes first.
    item.setSortText((completion.more().isEmpty() ? "0" : "1") + completion.label());
    item.setAdditionalTextEdits(
        completion.more().stream().map(edit -> edit(workspace, edit)).toList());
    return item;
  }

  DocumentSymbol symbol(Workspace workspace, Symbol symbol) {
    var kind =
        switch (symbol.kind()) {
          case RULE -> SymbolKind.Event;
          case ENTITY -> SymbolKind.Object;
          case FEATURE -> SymbolKind.Variable;
          case LOCAL -> SymbolKind.Field;
          case CONSTANT -> SymbolKind.Constant;
          case CALL -> SymbolKind.Function;
        };
    return new DocumentSymbol(
        symbol.label(),
        kind,
        range(workspace, symbol.whole()),
        range(workspace, symbol.name()),
        symbol.detail());
  }
}
