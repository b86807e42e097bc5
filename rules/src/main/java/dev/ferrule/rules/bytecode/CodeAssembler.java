package dev.ferrule.rules.bytecode;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a row of operations into a hidden class.
 *
 * <p>Each operation is one static call with constant operands, so the code has no branches and
 * needs no stack maps. It may be cut wherever the JVM's stack is empty: methods stay far below the
 * 8,000 bytes over which HotSpot does not compile, and small enough to be compiled quickly.
 */
final class CodeAssembler {
  private static final int METHOD_BYTES = 1_500;
  private static final int CALLS_IN_A_METHOD = 400;

  /* A class has room for 65,535 constants, and an operand may need one of its own. */
  private static final int OPERANDS_IN_A_CLASS = 30_000;
  private static final ClassDesc FRAME = Frame.class.describeConstable().orElseThrow();
  private static final ClassDesc FILE_CODE = FileCode.class.describeConstable().orElseThrow();
  private static final ClassDesc NAME =
      ClassDesc.of(CodeAssembler.class.getPackageName(), "CompiledFile");

  /**
   * One call.
   *
   * @param truths how many truths it takes from the stack, before the frame
   * @param operands its int operands, after the frame
   * @param givesTruth whether it leaves a truth on the stack
   */
  private record Operation(
      Class<?> owner, String name, int truths, boolean frame, int[] operands, boolean givesTruth) {
    int bytes() {
      return 4 + 3 * operands.length;
    }
  }

  private final List<Operation> operations = new ArrayList<>();

  /** A call of {@code name(frame, operands...)}. */
  void run(Class<?> owner, String name, int... operands) {
    operations.add(new Operation(owner, name, 0, true, operands, false));
  }

  /** The same, which leaves a truth. */
  void test(Class<?> owner, String name, int... operands) {
    operations.add(new Operation(owner, name, 0, true, operands, true));
  }

  /** A call of {@code name(truth, frame, operands...)}, which takes a truth. */
  void take(Class<?> owner, String name, int... operands) {
    operations.add(new Operation(owner, name, 1, true, operands, false));
  }

  /** A call of {@code Truth.name} on one or two truths. */
  void combine(String name, int truths) {
    operations.add(new Operation(Truth.class, name, truths, false, new int[0], true));
  }

  /** Leaves a constant truth. */
  void push(int truth) {
    operations.add(new Operation(Truth.class, "", 0, false, new int[] {truth}, true));
  }

  /** The code of all operations so far. */
  FileCode assemble() {
    var parts = new ArrayList<FileCode>();
    var methods = new ArrayList<List<Operation>>();
    int operands = 0;
    for (var method : cut()) {
      int more = method.stream().mapToInt(operation -> operation.operands().length).sum();
      if (operands + more > OPERANDS_IN_A_CLASS && !methods.isEmpty()) {
        parts.add(define(methods));
        methods = new ArrayList<>();
        operands = 0;
      }
      methods.add(method);
      operands += more;
    }
    parts.add(define(methods));
    return parts.size() == 1 ? parts.getFirst() : new Parts(parts);
  }

  /** The code of a file that is too long for one class. */
  private record Parts(List<FileCode> parts) implements FileCode {
    @Override
    public void run(Frame frame) {
      for (var part : parts) {
        part.run(frame);
      }
    }
  }

  private static FileCode define(List<List<Operation>> methods) {
    byte[] bytes =
        ClassFile.of()
            .build(
                NAME,
                type -> {
                  type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
                  type.withInterfaceSymbols(FILE_CODE);
                  type.withMethodBody(
                      ConstantDescs.INIT_NAME,
                      ConstantDescs.MTD_void,
                      0,
                      code ->
                          code.aload(0)
                              .invokespecial(
                                  ConstantDescs.CD_Object,
                                  ConstantDescs.INIT_NAME,
                                  ConstantDescs.MTD_void)
                              .return_());
                  var method = MethodTypeDesc.of(ConstantDescs.CD_void, FRAME);
                  for (int i = 0; i < methods.size(); i++) {
                    List<Operation> body = methods.get(i);
                    type.withMethodBody(
                        "part" + i,
                        method,
                        ClassFile.ACC_STATIC,
                        code -> {
                          body.forEach(operation -> emit(code, operation));
                          code.return_();
                        });
                  }
                  int groups = (methods.size() + CALLS_IN_A_METHOD - 1) / CALLS_IN_A_METHOD;
                  for (int g = 0; g < groups; g++) {
                    int from = g * CALLS_IN_A_METHOD;
                    int to = Math.min(methods.size(), from + CALLS_IN_A_METHOD);
                    type.withMethodBody(
                        "group" + g,
                        method,
                        ClassFile.ACC_STATIC,
                        code -> {
                          for (int i = from; i < to; i++) {
                            code.aload(0).invokestatic(NAME, "part" + i, method);
                          }
                          code.return_();
                        });
                  }
                  type.withMethodBody(
                      "run",
                      method,
                      ClassFile.ACC_PUBLIC,
                      code -> {
                        for (int g = 0; g < groups; g++) {
                          code.aload(1).invokestatic(NAME, "group" + g, method);
                        }
                        code.return_();
                      });
                });
    return define(bytes);
  }

  private static FileCode define(byte[] bytes) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return (FileCode)
          lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class)).invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("the compiled rules are no valid class", e);
    }
  }

  private List<List<Operation>> cut() {
    var methods = new ArrayList<List<Operation>>();
    int start = 0;
    int bytes = 0;
    int depth = 0;
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get(i);
      bytes += operation.bytes();
      depth += (operation.givesTruth() ? 1 : 0) - operation.truths();
      if (depth == 0 && bytes >= METHOD_BYTES) {
        methods.add(operations.subList(start, i + 1));
        start = i + 1;
        bytes = 0;
      }
    }
    methods.add(operations.subList(start, operations.size()));
    return methods;
  }

  private static void emit(CodeBuilder code, Operation operation) {
    if (operation.name().isEmpty()) {
      code.loadConstant(operation.operands()[0]);
      return;
    }
    var parameters = new ArrayList<ClassDesc>();
    for (int i = 0; i < operation.truths(); i++) {
      parameters.add(ConstantDescs.CD_int);
    }
    if (operation.frame()) {
      code.aload(0);
      parameters.add(FRAME);
    }
    for (int operand : operation.operands()) {
      code.loadConstant(operand);
      parameters.add(ConstantDescs.CD_int);
    }
    code.invokestatic(
        operation.owner().describeConstable().orElseThrow(),
        operation.name(),
        MethodTypeDesc.of(
            operation.givesTruth() ? ConstantDescs.CD_int : ConstantDescs.CD_void, parameters));
  }
}
