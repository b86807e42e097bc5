package dev.ferrule.rules.format;

import java.util.Random;

/** Random rule files that parse, badly laid out, with comments in odd places. */
final class RandomText {
  private static final String[] OPERATORS = {
    "+", "-", "*", "/", "//", "%", "**", "<<", ">>", "|", "^", "&", "==", "!=", "<", "<=", ">",
    ">=", "in", "not in", "and", "or"
  };
  private static final String[] ATOMS = {
    "A",
    "_local",
    "LongerNameOfAFeature",
    "1",
    "0x1F",
    "1_000",
    "2.5e3",
    "'a'",
    "\"it's\"",
    "r'\\bx\\b'",
    "f'{A} and {{B}}'",
    "'''two\nlines # no comment'''",
    "True",
    "None",
    "'é😀'",
    "'a' 'b'",
    "rb'' ''"
  };

  private final Random random;
  private final StringBuilder out = new StringBuilder();
  private int depth;

  private RandomText(long seed) {
    random = new Random(seed);
  }

  static String file(long seed) {
    return new RandomText(seed).build();
  }

  private String build() {
    int statements = random.nextInt(6);
    for (int i = 0; i < statements; i++) {
      between();
      statement();
      out.append(random.nextInt(8) == 0 ? ";" : "");
      out.append(random.nextInt(4) == 0 ? "# behind " : "").append(lineEnd());
    }
    between();
    return out.toString();
  }

  private String lineEnd() {
    return random.nextInt(5) == 0 ? "\r\n" : "\n";
  }

  private void between() {
    while (random.nextInt(3) == 0) {
      out.append(random.nextBoolean() ? lineEnd() : "  # above\n");
    }
  }

  private void statement() {
    if (random.nextInt(3) == 0) {
      call(3);
      return;
    }
    out.append("N").append(random.nextInt(100));
    if (random.nextInt(3) == 0) {
      out.append(random.nextBoolean() ? ":Optional [ str ]" : " :  int|None");
    }
    gap();
    out.append('=');
    gap();
    expression(4);
  }

  private void gap() {
    if (random.nextInt(6) == 0) {
      out.append(depth > 0 ? " # c" + random.nextInt(9) + " \n\n" : " \\\n ");
    } else if (depth > 0 && random.nextInt(10) == 0) {
      out.append("\n  # own\n\n\n#another\n");
    } else {
      out.append(" ".repeat(random.nextInt(3)));
    }
  }

  private void expression(int budget) {
    switch (budget <= 0 ? 0 : random.nextInt(8)) {
      case 1, 2, 3 -> operation(budget);
      case 4 -> call(budget);
      case 5 -> list(budget);
      case 6 -> {
        out.append(" not ");
        grouped(budget);
      }
      case 7 -> {
        out.append(random.nextBoolean() ? "-" : "");
        grouped(budget);
      }
      default -> atom();
    }
  }

  private void operation(int budget) {
    boolean chain = random.nextBoolean();
    int operands = chain ? 2 + random.nextInt(5) : 2;
    var operator = chain ? (random.nextBoolean() ? "and" : "+") : pick(OPERATORS);
    for (int i = 0; i < operands; i++) {
      if (i > 0) {
        out.append(' ');
        gap();
        out.append(operator).append(' ');
        gap();
      }
      grouped(budget);
    }
  }

  private void grouped(int budget) {
    if (random.nextBoolean()) {
      atom();
      return;
    }
    out.append('(');
    depth++;
    gap();
    expression(budget - 1);
    gap();
    depth--;
    out.append(')');
  }

  private void call(int budget) {
    out.append(random.nextBoolean() ? "Function" : "F");
    items(budget, '(', ')', true);
  }

  private void list(int budget) {
    items(budget, '[', ']', false);
  }

  private void items(int budget, char open, char close, boolean named) {
    out.append(open);
    depth++;
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      gap();
      if (named) {
        out.append("argument").append(i);
        gap();
        out.append('=');
        gap();
      }
      expression(budget - 1);
      gap();
      if (i < count - 1 || random.nextInt(3) == 0) {
        out.append(',');
      }
    }
    gap();
    depth--;
    out.append(close);
  }

  private void atom() {
    out.append(pick(ATOMS));
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }
}
