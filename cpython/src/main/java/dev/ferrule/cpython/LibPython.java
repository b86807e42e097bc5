package dev.ferrule.cpython;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The functions of libpython that are used. Pointers are longs, 0 is NULL. Thread-safe; what needs
 * the GIL says so in Python's documentation.
 *
 * <p>A handle stands for the shape of functions, and each function is an address given to it, so
 * that handles are constants for the compiler although the library is found at run time.
 */
@SuppressWarnings("restricted") // that is the point of it
final class LibPython {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final int RTLD_NOW_GLOBAL = 0x102; // extension modules look for symbols globally
  private static final int RTLD_NOW_GLOBAL_MAC = 0xA;

  /*
   * Critical calls leave the thread "in Java": they cost less, and hold up a collection until they
   * return. They are for functions that only look or make one small object.
   */
  private static final Linker.Option QUICK = Linker.Option.critical(false);

  private static final MethodHandle POINTER = shape(JAVA_LONG);
  private static final MethodHandle POINTER_QUICK = quick(JAVA_LONG);
  private static final MethodHandle INT = shape(JAVA_INT);
  private static final MethodHandle VOID_INT = action(JAVA_INT);
  private static final MethodHandle VOID_POINTER = action(JAVA_LONG);
  private static final MethodHandle VOID_3 = action(JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle POINTER_1 = shape(JAVA_LONG, JAVA_LONG);
  private static final MethodHandle POINTER_1_QUICK = quick(JAVA_LONG, JAVA_LONG);
  private static final MethodHandle POINTER_2 = shape(JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle POINTER_2_QUICK = quick(JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle POINTER_3 = shape(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle POINTER_4 =
      shape(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle OF_DOUBLE = quick(JAVA_LONG, JAVA_DOUBLE);
  private static final MethodHandle TO_DOUBLE = quick(JAVA_DOUBLE, JAVA_LONG);
  private static final MethodHandle OPEN = shape(JAVA_LONG, JAVA_LONG, JAVA_INT);

  private final long library;
  private final MemorySegment dlsym;

  private final MemorySegment initialize;
  private final MemorySegment isInitialized;
  private final MemorySegment saveThread;
  private final MemorySegment thisThread;
  private final MemorySegment ensure;
  private final MemorySegment release;
  private final MemorySegment clearThread;
  private final MemorySegment deleteThread;
  private final MemorySegment decRef;
  private final MemorySegment incRef;
  private final MemorySegment vectorcall;
  private final MemorySegment ofLong;
  private final MemorySegment toLong;
  private final MemorySegment ofDouble;
  private final MemorySegment toDouble;
  private final MemorySegment ofText;
  private final MemorySegment toText;
  private final MemorySegment newList;
  private final MemorySegment setItem;
  private final MemorySegment listSize;
  private final MemorySegment getItem;
  private final MemorySegment fetch;
  private final MemorySegment normalize;
  private final MemorySegment clear;
  private final MemorySegment compile;
  private final MemorySegment execute;
  private final MemorySegment attribute;
  private final MemorySegment decodeLocale;
  private final MemorySegment setProgram;

  final long none;
  final long yes;
  final long no;
  final long intType;
  final long floatType;
  final long boolType;
  final long strType;
  final long listType;
  final long tupleType;

  /**
   * Loads the library; it stays loaded.
   *
   * @throws FerruleException with {@link ErrorCode#CONFIG_INVALID} when it cannot be loaded
   */
  LibPython(Path path) {
    boolean mac = System.getProperty("os.name", "").startsWith("Mac");
    var standard = LINKER.defaultLookup();
    dlsym = standard.findOrThrow("dlsym");
    try (var arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(path.toString()).address();
      library =
          (long)
              OPEN.invokeExact(
                  standard.findOrThrow("dlopen"),
                  name,
                  mac ? RTLD_NOW_GLOBAL_MAC : RTLD_NOW_GLOBAL);
    } catch (Throwable e) {
      throw impossible(e);
    }
    if (library == 0) {
      throw new FerruleException(
          ErrorCode.CONFIG_INVALID,
          "expected a shared library of Python that can be loaded, found path=" + path);
    }
    initialize = find("Py_InitializeEx");
    isInitialized = find("Py_IsInitialized");
    saveThread = find("PyEval_SaveThread");
    thisThread = find("PyGILState_GetThisThreadState");
    ensure = find("PyGILState_Ensure");
    release = find("PyGILState_Release");
    clearThread = find("PyThreadState_Clear");
    deleteThread = find("PyThreadState_Delete");
    decRef = find("Py_DecRef");
    incRef = find("Py_IncRef");
    vectorcall = find("PyObject_Vectorcall");
    ofLong = find("PyLong_FromLongLong");
    toLong = find("PyLong_AsLongLongAndOverflow");
    ofDouble = find("PyFloat_FromDouble");
    toDouble = find("PyFloat_AsDouble");
    ofText = find("PyUnicode_DecodeUTF8");
    toText = find("PyUnicode_AsUTF8AndSize");
    newList = find("PyList_New");
    setItem = find("PyList_SetItem");
    listSize = find("PyList_Size");
    getItem = find("PyList_GetItem");
    fetch = find("PyErr_Fetch");
    normalize = find("PyErr_NormalizeException");
    clear = find("PyErr_Clear");
    compile = find("Py_CompileString");
    execute = find("PyImport_ExecCodeModule");
    attribute = find("PyObject_GetAttrString");
    decodeLocale = find("Py_DecodeLocale");
    setProgram = find("Py_SetProgramName");
    none = find("_Py_NoneStruct").address();
    yes = find("_Py_TrueStruct").address();
    no = find("_Py_FalseStruct").address();
    intType = find("PyLong_Type").address();
    floatType = find("PyFloat_Type").address();
    boolType = find("PyBool_Type").address();
    strType = find("PyUnicode_Type").address();
    listType = find("PyList_Type").address();
    tupleType = find("PyTuple_Type").address();
  }

  private static MethodHandle shape(MemoryLayout result, MemoryLayout... parameters) {
    return LINKER.downcallHandle(FunctionDescriptor.of(result, parameters));
  }

  private static MethodHandle quick(MemoryLayout result, MemoryLayout... parameters) {
    return LINKER.downcallHandle(FunctionDescriptor.of(result, parameters), QUICK);
  }

  private static MethodHandle action(MemoryLayout... parameters) {
    return LINKER.downcallHandle(FunctionDescriptor.ofVoid(parameters));
  }

  private MemorySegment find(String name) {
    try (var arena = Arena.ofConfined()) {
      long found = (long) POINTER_2.invokeExact(dlsym, library, arena.allocateFrom(name).address());
      if (found == 0) {
        throw new FerruleException(
            ErrorCode.CONFIG_INVALID,
            "expected CPython 3.11 to 3.14, found a library without " + name);
      }
      return MemorySegment.ofAddress(found);
    } catch (FerruleException e) {
      throw e;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /* A downcall of the right shape throws nothing. */
  private static IllegalStateException impossible(Throwable e) {
    return new IllegalStateException("a call of libpython", e);
  }

  /** Starts the interpreter, without handlers of signals; this thread then has the GIL. */
  void initialize(String executable) {
    try (var arena = Arena.ofConfined()) {
      long name =
          (long) POINTER_2.invokeExact(decodeLocale, arena.allocateFrom(executable).address(), 0L);
      VOID_POINTER.invokeExact(setProgram, name);
      VOID_INT.invokeExact(initialize, 0);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  boolean isInitialized() {
    try {
      return (int) INT.invokeExact(isInitialized) != 0;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Gives the GIL up. */
  void saveThread() {
    try {
      long ignored = (long) POINTER.invokeExact(saveThread);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** The state that Python keeps of this thread, or 0. Needs no GIL. */
  long thisThread() {
    try {
      return (long) POINTER_QUICK.invokeExact(thisThread);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Takes the GIL; gives what {@link #release} wants. */
  int ensure() {
    try {
      return (int) INT.invokeExact(ensure);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  void release(int state) {
    try {
      VOID_INT.invokeExact(release, state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Forgets the state of a thread that is no more. */
  void deleteThread(long state) {
    try {
      VOID_POINTER.invokeExact(clearThread, state);
      VOID_POINTER.invokeExact(deleteThread, state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  void decRef(long object) {
    try {
      VOID_POINTER.invokeExact(decRef, object);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  long incRef(long object) {
    try {
      VOID_POINTER.invokeExact(incRef, object);
      return object;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Calls with the arguments at an address; a new reference, or 0 and an error is set. */
  long call(long callable, long arguments, long count) {
    try {
      return (long) POINTER_4.invokeExact(vectorcall, callable, arguments, count, 0L);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  long ofLong(long value) {
    try {
      return (long) POINTER_1_QUICK.invokeExact(ofLong, value);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** The value; the int at {@code overflow} is not 0 when it has more than 64 bits. */
  long toLong(long object, long overflow) {
    try {
      return (long) POINTER_2_QUICK.invokeExact(toLong, object, overflow);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  long ofDouble(double value) {
    try {
      return (long) OF_DOUBLE.invokeExact(ofDouble, value);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  double toDouble(long object) {
    try {
      return (double) TO_DOUBLE.invokeExact(toDouble, object);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  long ofText(long utf8, long bytes) {
    try {
      return (long) POINTER_3.invokeExact(ofText, utf8, bytes, 0L);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Where the UTF-8 of a str is, which lives as long as the str; 0 when it has none. */
  long toText(long object, long bytes) {
    try {
      return (long) POINTER_2.invokeExact(toText, object, bytes);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  long newList(long size) {
    try {
      return (long) POINTER_1.invokeExact(newList, size);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Puts an item into a new list, which takes the reference over. */
  void setItem(long list, long index, long item) {
    try {
      long ignored = (long) POINTER_3.invokeExact(setItem, list, index, item);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  long listSize(long list) {
    try {
      return (long) POINTER_1_QUICK.invokeExact(listSize, list);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** A borrowed reference. */
  long getItem(long list, long index) {
    try {
      return (long) POINTER_2_QUICK.invokeExact(getItem, list, index);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Takes the error: type, value and traceback at three addresses; each may be 0. */
  void fetch(long type, long value, long traceback) {
    try {
      VOID_3.invokeExact(fetch, type, value, traceback);
      VOID_3.invokeExact(normalize, type, value, traceback);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  void clearError() {
    try {
      long ignored = (long) POINTER.invokeExact(clear);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Runs a text as a module; a new reference, or 0 and an error is set. */
  long runModule(String name, String text) {
    final int fileInput = 257;
    try (var arena = Arena.ofConfined()) {
      long module = arena.allocateFrom(name).address();
      long code =
          (long)
              POINTER_3.invokeExact(
                  compile, arena.allocateFrom(text).address(), module, (long) fileInput);
      if (code == 0) {
        return 0;
      }
      long made = (long) POINTER_2.invokeExact(execute, module, code);
      decRef(code);
      return made;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** A new reference, or 0 and an error is set. */
  long attribute(long object, String name) {
    try (var arena = Arena.ofConfined()) {
      return (long) POINTER_2.invokeExact(attribute, object, arena.allocateFrom(name).address());
    } catch (Throwable e) {
      throw impossible(e);
    }
  }
}
