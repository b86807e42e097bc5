package dev.ferrule.rules.wasm;

import dev.ferrule.rules.declared.WasmDeclaration;
import dev.ferrule.rules.functions.Body;
import dev.ferrule.rules.functions.EventContext;
import dev.ferrule.rules.functions.Signature.Parameter;
import dev.ferrule.rules.types.Type;
import dev.ferrule.rules.values.Failure;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/** An export of a module as the body of a function: carries values across. Thread-safe. */
final class WasmFunction implements Body {
  private static final Failure TOO_LARGE =
      Failure.unexpected("OverflowError", "expected an int of 64 bits, found a larger one");

  private final Sandbox sandbox;
  private final String export;
  private final List<Type> parameters;
  private final Type result;

  WasmFunction(Sandbox sandbox, WasmDeclaration declaration) {
    this.sandbox = sandbox;
    this.export = declaration.export();
    this.parameters = declaration.parameters().stream().map(Parameter::type).toList();
    this.result = declaration.result();
    sandbox.require(export, type());
    boolean takesText = parameters.stream().anyMatch(type -> !isNumber(type));
    if (takesText) {
      sandbox.require("alloc", FunctionType.of(List.of(ValType.I32), List.of(ValType.I32)));
    }
    if (takesText || result == Type.STR) {
      sandbox.requireMemory();
    }
  }

  private FunctionType type() {
    var types = new ArrayList<ValType>();
    for (var parameter : parameters) {
      if (isNumber(parameter)) {
        types.add(valType(parameter));
      } else {
        types.add(ValType.I32);
        types.add(ValType.I32);
      }
    }
    return FunctionType.of(types, List.of(result == Type.STR ? ValType.I64 : valType(result)));
  }

  private static boolean isNumber(Type type) {
    return type == Type.INT || type == Type.FLOAT || type == Type.BOOL;
  }

  private static ValType valType(Type type) {
    return type == Type.FLOAT ? ValType.F64 : type == Type.BOOL ? ValType.I32 : ValType.I64;
  }

  @Override
  public @Nullable Object call(EventContext event, @Nullable Object[] arguments) {
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i) == Type.INT && arguments[i] instanceof BigInteger) {
        return TOO_LARGE;
      }
    }
    return sandbox.run(instance -> run(instance, arguments));
  }

  private Object run(SandboxInstance instance, @Nullable Object[] arguments) {
    instance.begin();
    long[] values = new long[parameters.size() * 2];
    int count = 0;
    for (int i = 0; i < parameters.size(); i++) {
      boolean isFloat = parameters.get(i) == Type.FLOAT;
      switch (arguments[i]) {
        case Boolean flag -> values[count++] = flag ? 1 : 0;
        case Number number when isFloat ->
            values[count++] = Double.doubleToRawLongBits(number.doubleValue());
        case Number number -> values[count++] = number.longValue();
        case null, default -> {
          byte[] bytes = bytes(arguments[i]);
          values[count++] = instance.put(bytes);
          values[count++] = bytes.length;
        }
      }
    }
    long value = instance.call(export, Arrays.copyOf(values, count));
    if (result == Type.STR) {
      return instance.text(value);
    }
    return result == Type.FLOAT
        ? (Object) Double.longBitsToDouble(value)
        : result == Type.BOOL ? (Object) ((int) value != 0) : (Object) value;
  }

  private static byte[] bytes(@Nullable Object argument) {
    if (!(argument instanceof List<?> list)) {
      return String.valueOf(argument).getBytes(StandardCharsets.UTF_8);
    }
    var out = new ByteArrayOutputStream();
    out.writeBytes(size(list.size()));
    for (var item : list) {
      byte[] text = String.valueOf(item).getBytes(StandardCharsets.UTF_8);
      out.writeBytes(size(text.length));
      out.writeBytes(text);
    }
    return out.toByteArray();
  }

  private static byte[] size(int size) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(size).array();
  }
}
