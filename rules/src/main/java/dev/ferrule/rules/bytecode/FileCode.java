package dev.ferrule.rules.bytecode;

/** The compiled statements of one file. Thread-safe: all it works on is the frame. */
public interface FileCode {
  /** Runs the statements in order. */
  void run(Frame frame);
}
