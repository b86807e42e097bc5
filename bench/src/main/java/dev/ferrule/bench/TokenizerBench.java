package dev.ferrule.bench;

import java.io.IOException;

/** Temporary. */
final class TokenizerBench implements Main.Bench {
  @Override
  public Report run(Main.Setup setup) throws IOException {
    return new Report("tokenizer", setup.home());
  }
}
