package dev.ferrule.rules.spi;

import dev.ferrule.rules.functions.Function;
import java.util.List;

/**
 * Brings functions of its own into the rule language.
 *
 * <p>A class that implements this, has a public constructor without parameters and stands by name
 * in {@code META-INF/services/dev.ferrule.rules.spi.FunctionProvider} is found in every jar of the
 * directory of functions, and on the class path. It is made once, when the node starts.
 */
public interface FunctionProvider {
  /** The functions. Asked for once; each is called from many threads at a time. */
  List<Function> functions();
}
