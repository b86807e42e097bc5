package dev.ferrule.rules.regex;

import dev.ferrule.rules.regex.Tree.Member;
import dev.ferrule.rules.regex.Tree.Sign;
import java.util.ArrayList;
import java.util.List;

/** Reads a set such as {@code [^a-z\d]}, from after its opening bracket. */
final class SetParser {
  private final PatternSource source;
  private final Escapes escapes;
  private final int flags;
  private final int start;
  private final List<Member> members = new ArrayList<>();

  SetParser(PatternSource source, Escapes escapes, int flags) {
    this.source = source;
    this.escapes = escapes;
    this.flags = flags;
    this.start = source.position() - 1;
  }

  Tree read() {
    Sign sign = source.accept('^') ? Sign.IS_NOT : Sign.IS;
    boolean open = true;
    while (open) {
      int token = take();
      if (token == ']' && !members.isEmpty()) {
        break;
      }
      Member member = member(token);
      if (source.accept('-')) {
        open = readAfterDash(token, member);
      } else {
        add(member);
      }
    }
    if (members.size() == 1 && members.getFirst() instanceof Member.Single(int point)) {
      return new Tree.Literal(point, sign, Flags.fold(flags));
    }
    return new Tree.OneOf(List.copyOf(members), sign, Flags.fold(flags));
  }

  private boolean readAfterDash(int token, Member first) {
    int last = take();
    if (last == ']') {
      add(first);
      add(new Member.Single('-'));
      return false;
    }
    Member end = member(last);
    if (!(first instanceof Member.Single(int from))
        || !(end instanceof Member.Single(int to))
        || to < from) {
      throw source.error(
          "bad character range " + PatternSource.text(token) + "-" + PatternSource.text(last),
          PatternSource.length(token) + 1 + PatternSource.length(last));
    }
    add(new Member.Range(from, to));
    return true;
  }

  private Member member(int token) {
    return (token & PatternSource.ESCAPED) != 0
        ? escapes.readMember(token, flags)
        : new Member.Single(token);
  }

  /** Large sets of scattered characters repeat few members, so the look back is bounded. */
  private void add(Member member) {
    int from = Math.max(0, members.size() - 256);
    if (!members.subList(from, members.size()).contains(member)) {
      members.add(member);
    }
  }

  private int take() {
    int token = source.take();
    if (token == PatternSource.END) {
      throw source.error("unterminated character set", source.position() - start);
    }
    return token;
  }
}
