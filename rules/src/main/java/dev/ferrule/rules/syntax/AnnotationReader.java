package dev.ferrule.rules.syntax;

import dev.ferrule.model.FerruleException;
import java.util.ArrayList;
import java.util.List;

/** Turns what stands after the colon of an assignment into an annotation. */
final class AnnotationReader {
  private static final String FORM =
      "annotation must be in the form of `Target: Annotation = Value`, where `Annotation` is a "
          + "`Name` or `Name[Name, ...]`";

  private final Complaint complaint;
  private final Span statement;
  private int depth;

  /** Makes the exception that ends a statement. */
  @FunctionalInterface
  interface Complaint {
    FerruleException stop(ParseCode code, String message, Span span, String hint);
  }

  AnnotationReader(Complaint complaint, Span statement) {
    this.complaint = complaint;
    this.statement = statement;
  }

  Node.Annotation read(Py.Expr annotation) {
    if (++depth > TokenReader.MAX_DEPTH) {
      var tooDeep = TokenReader.tooDeep(annotation.span());
      throw complaint.stop(ParseCode.NESTED_TOO_DEEPLY, tooDeep.message(), tooDeep.span(), "");
    }
    try {
      return shallow(annotation);
    } finally {
      depth--;
    }
  }

  private Node.Annotation shallow(Py.Expr annotation) {
    var span = annotation.span();
    if (annotation instanceof Py.Name(var id, _)) {
      return new Node.Annotation(id, null, span);
    }
    if (annotation instanceof Py.Constant(var value, _) && value.equals(Py.Special.NONE)) {
      return new Node.Annotation("None", null, span);
    }
    if (annotation instanceof Py.Subscript(var value, var index, _)) {
      var name = requireName(value);
      return new Node.Annotation(name.id(), variants(index), span);
    }
    if (annotation instanceof Py.BinOp operation) {
      // Whichever the operator is: nobody writes another than `|`.
      return union(read(operation.left()), read(operation.right()), span);
    }
    throw complaint.stop(
        ParseCode.INVALID_ANNOTATION,
        "unexpected node: `%s`".formatted(annotation.type()),
        statement,
        FORM);
  }

  private List<Node.Annotation> variants(Py.Expr index) {
    if (!(index instanceof Py.Tuple(var items, _))) {
      return List.of(read(index));
    }
    var variants = new ArrayList<Node.Annotation>();
    for (var item : items) {
      variants.add(new Node.Annotation(requireName(item).id(), null, item.span()));
    }
    return variants;
  }

  private Py.Name requireName(Py.Expr found) {
    if (found instanceof Py.Name name) {
      return name;
    }
    throw complaint.stop(
        ParseCode.WRONG_NODE,
        "expected `Name`, got `%s`".formatted(found.type()),
        found.span(),
        FORM);
  }

  private static Node.Annotation union(Node.Annotation left, Node.Annotation right, Span span) {
    var variants = new ArrayList<Node.Annotation>();
    var inner = left.variants();
    if (inner == null) {
      variants.add(left);
    } else {
      variants.addAll(inner);
    }
    variants.add(right);
    boolean optional = right.name().equals("None");
    return new Node.Annotation(optional ? "Optional" : "Union", variants, span);
  }
}
