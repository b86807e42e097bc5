package dev.ferrule.rules.check;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.check.Constants.Constant;
import dev.ferrule.rules.check.Outline.CallUse;
import dev.ferrule.rules.functions.Function;
import dev.ferrule.rules.functions.FunctionTable;
import dev.ferrule.rules.functions.Signature;
import dev.ferrule.rules.syntax.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls: the function is there, the arguments are those it has, the constants are literals, and the
 * function itself takes the call. Confined to the check.
 */
final class Calls {
  /** What an argument of any name would be called, so no argument may be. */
  private static final String RESERVED = "extra_arguments";

  private final Setting setting;
  private final Findings findings;
  private final Constants constants;
  private final IdentityHashMap<Node.Call, Site> sites = new IdentityHashMap<>();
  private final Map<String, List<Site>> byFile = new HashMap<>();
  private boolean complete = true;

  Calls(Setting setting, Findings findings) {
    this.setting = setting;
    this.findings = findings;
    this.constants = new Constants(setting.stored(), findings);
  }

  void check(List<Outline> files, FunctionTable functions) {
    try {
      for (var file : files) {
        List<Site> own = new ArrayList<>();
        byFile.put(file.path(), own);
        for (var use : file.calls()) {
          var site = check(use, file, functions);
          if (site != null) {
            sites.put(use.call(), site);
            own.add(site);
          }
        }
      }
    } catch (FerruleException e) {
      if (e.code() != ErrorCode.CONFIG_INVALID || setting.labels() != null) {
        throw e;
      }
      // The configuration has errors of its own, so calls that depend on it say nothing.
      complete = false;
    }
  }

  private @Nullable Site check(CallUse use, Outline file, FunctionTable functions) {
    var call = use.call();
    if (!(call.function() instanceof Node.Name(var name, _))) {
      findings.error(
          "unsupported-attribute", "attributes aren't supported yet", call.function().span(), "");
      return null;
    }
    var function = functions.find(name);
    if (function == null) {
      findings.error(
          "unknown-function", "unknown function: `%s`".formatted(name), call.span(), "called here");
      return null;
    }
    return check(use, file, function);
  }

  private @Nullable Site check(CallUse use, Outline file, Function function) {
    var signature = function.signature();
    refuseUnknown(use.call(), signature);
    if (refuseRepeated(use.call())) {
      return null;
    }
    Map<String, Constant> read = new HashMap<>();
    List<String> missing = new ArrayList<>();
    boolean invalid = false;
    boolean mistyped = false;
    for (var parameter : signature.parameters()) {
      var argument = use.call().find(parameter.name());
      if (argument == null) {
        if (parameter.required()) {
          missing.add(parameter.name());
        }
      } else if (parameter.constant()) {
        var constant = constants.read(argument, parameter.type(), file.path());
        if (constant == null) {
          invalid = true;
        } else {
          read.put(parameter.name(), constant);
          mistyped |= constant.mistyped();
        }
      }
    }
    if (!missing.isEmpty()) {
      findings.error(
          "missing-argument",
          "%d missing keyword argument(s)".formatted(missing.size()),
          use.call().span(),
          "the following keyword arguments were not provided: [%s]".formatted(quoted(missing)));
    }
    if (invalid || !missing.isEmpty()) {
      return null;
    }
    var site = new Site(setting, findings, use, file.path(), function, read);
    if (!mistyped) {
      site.prepare();
    }
    return site;
  }

  private boolean refuseRepeated(Node.Call call) {
    boolean refused = false;
    Set<String> seen = new HashSet<>();
    for (var argument : call.arguments()) {
      if (!seen.add(argument.name())) {
        findings.error(
            "repeated-argument",
            "keyword argument repeated: `%s`".formatted(argument.name()),
            argument.value().span(),
            "an argument can be given once");
        refused = true;
      }
    }
    return refused;
  }

  private void refuseUnknown(Node.Call call, Signature signature) {
    if (signature.extra() != null) {
      return;
    }
    for (var argument : call.arguments()) {
      if (signature.parameters().stream().anyMatch(each -> each.name().equals(argument.name()))) {
        continue;
      }
      if (argument.name().equals(RESERVED)) {
        findings.error(
            "reserved-argument", "kwargs is a reserved argument name", argument.value().span(), "");
      } else {
        findings.error(
            "unknown-argument",
            "unknown keyword argument: `%s`".formatted(argument.name()),
            argument.value().span(),
            "valid keyword arguments are: [%s]"
                .formatted(
                    quoted(signature.parameters().stream().map(each -> each.name()).toList())));
      }
    }
  }

  private static String quoted(List<String> names) {
    return String.join(
        ", ", names.stream().sorted(Sources::compare).map(name -> "`" + name + "`").toList());
  }

  /** Whether every call could be looked at. */
  boolean complete() {
    return complete;
  }

  /** What is known about a call. */
  Site site(Node.Call call) {
    var site = sites.get(call);
    if (site == null) {
      throw new IllegalStateException("a call that was not checked");
    }
    return site;
  }

  /** The calls of a file in the order written. */
  List<Site> in(Outline file) {
    return byFile.getOrDefault(file.path(), List.of());
  }
}
