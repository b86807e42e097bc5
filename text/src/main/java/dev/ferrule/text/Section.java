package dev.ferrule.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Atoms that may share a chunk: what stands under one heading, or several small such parts.
 *
 * @param from its first atom
 * @param to one past its last
 * @param headings the headings that all of it stands under, outermost first
 * @param lastHeadings the headings of the part added last
 */
record Section(int from, int to, List<String> headings, List<String> lastHeadings) {

  /** The sections of a document, small ones joined with their neighbours. */
  static List<Section> of(String text, List<Atom> atoms, int smallTokens, int maxTokens) {
    List<Section> joined = new ArrayList<>();
    for (Section section : split(text, atoms)) {
      Section last = joined.isEmpty() ? null : joined.getLast();
      if (last != null
          && last.tokens(atoms) < smallTokens
          && last.canJoin(section)
          && last.tokensWith(section, atoms) <= maxTokens) {
        joined.set(joined.size() - 1, last.join(section));
      } else {
        joinBackward(joined, atoms, smallTokens, maxTokens);
        joined.add(section);
      }
    }
    joinBackward(joined, atoms, smallTokens, maxTokens);
    return joined;
  }

  /** A small section that nothing after it could join still may join what is before it. */
  private static void joinBackward(
      List<Section> sections, List<Atom> atoms, int smallTokens, int maxTokens) {
    if (sections.size() < 2) {
      return;
    }
    Section last = sections.getLast();
    Section before = sections.get(sections.size() - 2);
    if (last.tokens(atoms) < smallTokens
        && before.isSiblingOf(last)
        && before.tokensWith(last, atoms) <= maxTokens) {
      sections.removeLast();
      sections.set(sections.size() - 1, before.join(last));
    }
  }

  private static List<Section> split(String text, List<Atom> atoms) {
    List<Section> sections = new ArrayList<>();
    var outline = new Outline();
    int from = 0;
    boolean onlyHeadings = true;
    for (int i = 0; i < atoms.size(); i++) {
      Atom atom = atoms.get(i);
      if (!atom.isHeading()) {
        onlyHeadings = false;
      } else if (!atom.continuesSentence()) {
        // A heading right below another belongs to the same text: it must not be left alone.
        boolean below = onlyHeadings && atom.block().level() > outline.level();
        if (i > from && !below) {
          sections.add(new Section(from, i, outline.headings(), outline.headings()));
          from = i;
          onlyHeadings = true;
        }
        outline.enter(atom.block().level(), atom.block().span().of(text).strip());
      }
    }
    if (from < atoms.size()) {
      sections.add(new Section(from, atoms.size(), outline.headings(), outline.headings()));
    }
    return sections;
  }

  int tokens(List<Atom> atoms) {
    return tokensWith(this, atoms);
  }

  private int tokensWith(Section next, List<Atom> atoms) {
    return atoms.get(next.to - 1).endToken() - atoms.get(from).firstToken();
  }

  private boolean canJoin(Section next) {
    boolean introducesNext =
        next.headings.size() > lastHeadings.size()
            && next.headings.subList(0, lastHeadings.size()).equals(lastHeadings);
    return introducesNext || isSiblingOf(next);
  }

  private boolean isSiblingOf(Section next) {
    int depth = lastHeadings.size();
    return depth > 0
        && depth == next.headings.size()
        && lastHeadings.subList(0, depth - 1).equals(next.headings.subList(0, depth - 1));
  }

  private Section join(Section next) {
    int shared = 0;
    while (shared < Math.min(headings.size(), next.headings.size())
        && headings.get(shared).equals(next.headings.get(shared))) {
      shared++;
    }
    return new Section(from, next.to, headings.subList(0, shared), next.lastHeadings);
  }

  /** The headings in force at a place of the document. */
  private static final class Outline {
    private final List<String> titles = new ArrayList<>();
    private final List<Integer> levels = new ArrayList<>();

    void enter(int level, String title) {
      while (!levels.isEmpty() && levels.getLast() >= level) {
        levels.removeLast();
        titles.removeLast();
      }
      levels.add(level);
      titles.add(title);
    }

    int level() {
      return levels.isEmpty() ? 0 : levels.getLast();
    }

    List<String> headings() {
      return List.copyOf(titles);
    }
  }
}
