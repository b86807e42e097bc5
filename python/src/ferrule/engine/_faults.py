"""What goes wrong with the engine, as the client's errors."""


class FerruleError(Exception):
    """An error with a stable code, as `rule.invalid`, and what was expected and found for people."""

    def __init__(self, detail: str, *, code: str = "internal") -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code


class EngineUnavailableError(FerruleError):
    """There is no Java, or no engine, that this process can use; the message says what to do."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail, code="engine.unavailable")


def of_code(code: str, detail: str, status: int) -> FerruleError:
    """The error of a code that the engine failed with."""
    del status
    return FerruleError(detail, code=code)
