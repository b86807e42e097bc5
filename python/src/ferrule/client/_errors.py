"""One class for each error code. Written by tools/generate_client.py; do not change by hand."""

from ferrule.client._fault import CallerError, FerruleError, RetryError, SystemFaultError

__all__ = [
    "AuthForbiddenError",
    "AuthInvalidError",
    "AuthMissingError",
    "BackupInvalidError",
    "BackupNotFoundError",
    "CollectionExistsError",
    "CollectionInvalidError",
    "CollectionLimitError",
    "CollectionNotFoundError",
    "ConfigInvalidError",
    "DeadLetterNotFoundError",
    "DocumentFieldError",
    "DocumentInvalidError",
    "DocumentNotFoundError",
    "DocumentUnreadableError",
    "EtcdFailedError",
    "EventInvalidError",
    "EventNotFoundError",
    "EventTooLargeError",
    "FilterInvalidError",
    "FunctionsUnavailableError",
    "IndexBehindError",
    "IndexFailedError",
    "InternalError",
    "KafkaFailedError",
    "KeyFirstError",
    "KeyNotFoundError",
    "LabelInvalidError",
    "LimitReachedError",
    "ModelFailedError",
    "ModelInvalidError",
    "ModelNotFoundError",
    "NodeDrainingError",
    "NodeUnreachableError",
    "QueryInvalidError",
    "ReleaseConflictError",
    "ReleaseNoneError",
    "ReleaseNotFoundError",
    "RequestMalformedError",
    "RequestMediaTypeError",
    "RequestMethodError",
    "RequestNotFoundError",
    "RequestTooLargeError",
    "RuleFailedError",
    "RuleInvalidError",
    "RuleLimitError",
    "RulePathError",
    "RuleRegexError",
    "SinkFailedError",
    "StoreClosedError",
    "StoreCorruptError",
    "StoreFailedError",
    "StoreFullError",
    "StoreLockedError",
    "UpstreamFailedError",
    "UpstreamTimeoutError",
    "WebhookInvalidError",
    "WebhookNotFoundError",
]


class RequestMalformedError(CallerError):
    """`request.malformed`, status 400."""

    code = "request.malformed"
    status = 400


class RequestTooLargeError(CallerError):
    """`request.too-large`, status 413."""

    code = "request.too-large"
    status = 413


class RequestNotFoundError(CallerError):
    """`request.not-found`, status 404."""

    code = "request.not-found"
    status = 404


class RequestMethodError(CallerError):
    """`request.method`, status 405."""

    code = "request.method"
    status = 405


class RequestMediaTypeError(CallerError):
    """`request.media-type`, status 415."""

    code = "request.media-type"
    status = 415


class AuthMissingError(CallerError):
    """`auth.missing`, status 401."""

    code = "auth.missing"
    status = 401


class AuthInvalidError(CallerError):
    """`auth.invalid`, status 401."""

    code = "auth.invalid"
    status = 401


class AuthForbiddenError(CallerError):
    """`auth.forbidden`, status 403."""

    code = "auth.forbidden"
    status = 403


class KeyFirstError(CallerError):
    """`auth.first-key`, status 409."""

    code = "auth.first-key"
    status = 409


class KeyNotFoundError(CallerError):
    """`auth.key-not-found`, status 404."""

    code = "auth.key-not-found"
    status = 404


class CollectionNotFoundError(CallerError):
    """`collection.not-found`, status 404."""

    code = "collection.not-found"
    status = 404


class CollectionExistsError(CallerError):
    """`collection.exists`, status 409."""

    code = "collection.exists"
    status = 409


class CollectionInvalidError(CallerError):
    """`collection.invalid`, status 400."""

    code = "collection.invalid"
    status = 400


class CollectionLimitError(CallerError):
    """`collection.limit`, status 409."""

    code = "collection.limit"
    status = 409


class DocumentNotFoundError(CallerError):
    """`document.not-found`, status 404."""

    code = "document.not-found"
    status = 404


class DocumentInvalidError(CallerError):
    """`document.invalid`, status 400."""

    code = "document.invalid"
    status = 400


class DocumentUnreadableError(CallerError):
    """`document.unreadable`, status 422."""

    code = "document.unreadable"
    status = 422


class DocumentFieldError(CallerError):
    """`document.field`, status 400."""

    code = "document.field"
    status = 400


class FilterInvalidError(CallerError):
    """`filter.invalid`, status 400."""

    code = "filter.invalid"
    status = 400


class ConfigInvalidError(CallerError):
    """`config.invalid`, status 400."""

    code = "config.invalid"
    status = 400


class ModelNotFoundError(CallerError):
    """`model.not-found`, status 404."""

    code = "model.not-found"
    status = 404


class ModelInvalidError(CallerError):
    """`model.invalid`, status 400."""

    code = "model.invalid"
    status = 400


class ModelFailedError(SystemFaultError):
    """`model.failed`, status 500."""

    code = "model.failed"
    status = 500


class StoreLockedError(CallerError):
    """`store.locked`, status 409."""

    code = "store.locked"
    status = 409


class StoreCorruptError(SystemFaultError):
    """`store.corrupt`, status 500."""

    code = "store.corrupt"
    status = 500


class StoreFailedError(SystemFaultError):
    """`store.failed`, status 500."""

    code = "store.failed"
    status = 500


class StoreFullError(RetryError):
    """`store.full`, status 507."""

    code = "store.full"
    status = 507


class StoreClosedError(RetryError):
    """`store.closed`, status 503."""

    code = "store.closed"
    status = 503


class BackupInvalidError(CallerError):
    """`backup.invalid`, status 400."""

    code = "backup.invalid"
    status = 400


class BackupNotFoundError(CallerError):
    """`backup.not-found`, status 404."""

    code = "backup.not-found"
    status = 404


class IndexFailedError(SystemFaultError):
    """`index.failed`, status 500."""

    code = "index.failed"
    status = 500


class IndexBehindError(RetryError):
    """`index.behind`, status 503."""

    code = "index.behind"
    status = 503


class UpstreamFailedError(RetryError):
    """`upstream.failed`, status 502."""

    code = "upstream.failed"
    status = 502


class UpstreamTimeoutError(RetryError):
    """`upstream.timeout`, status 504."""

    code = "upstream.timeout"
    status = 504


class LimitReachedError(RetryError):
    """`limit.reached`, status 429."""

    code = "limit.reached"
    status = 429


class RuleInvalidError(CallerError):
    """`rule.invalid`, status 400."""

    code = "rule.invalid"
    status = 400


class RuleRegexError(CallerError):
    """`rule.regex`, status 400."""

    code = "rule.regex"
    status = 400


class RulePathError(CallerError):
    """`rule.path`, status 400."""

    code = "rule.path"
    status = 400


class RuleLimitError(CallerError):
    """`rule.limit`, status 400."""

    code = "rule.limit"
    status = 400


class RuleFailedError(RetryError):
    """`rule.failed`, status 503."""

    code = "rule.failed"
    status = 503


class EventInvalidError(CallerError):
    """`event.invalid`, status 400."""

    code = "event.invalid"
    status = 400


class EventTooLargeError(CallerError):
    """`event.too-large`, status 413."""

    code = "event.too-large"
    status = 413


class EventNotFoundError(CallerError):
    """`event.not-found`, status 404."""

    code = "event.not-found"
    status = 404


class QueryInvalidError(CallerError):
    """`query.invalid`, status 400."""

    code = "query.invalid"
    status = 400


class LabelInvalidError(CallerError):
    """`label.invalid`, status 400."""

    code = "label.invalid"
    status = 400


class ReleaseNoneError(CallerError):
    """`release.none`, status 409."""

    code = "release.none"
    status = 409


class ReleaseNotFoundError(CallerError):
    """`release.not-found`, status 404."""

    code = "release.not-found"
    status = 404


class ReleaseConflictError(CallerError):
    """`release.conflict`, status 409."""

    code = "release.conflict"
    status = 409


class FunctionsUnavailableError(RetryError):
    """`functions.unavailable`, status 503."""

    code = "functions.unavailable"
    status = 503


class WebhookInvalidError(CallerError):
    """`webhook.invalid`, status 400."""

    code = "webhook.invalid"
    status = 400


class WebhookNotFoundError(CallerError):
    """`webhook.not-found`, status 404."""

    code = "webhook.not-found"
    status = 404


class DeadLetterNotFoundError(CallerError):
    """`dead-letter.not-found`, status 404."""

    code = "dead-letter.not-found"
    status = 404


class SinkFailedError(SystemFaultError):
    """`sink.failed`, status 500."""

    code = "sink.failed"
    status = 500


class KafkaFailedError(RetryError):
    """`kafka.failed`, status 503."""

    code = "kafka.failed"
    status = 503


class EtcdFailedError(RetryError):
    """`etcd.failed`, status 503."""

    code = "etcd.failed"
    status = 503


class NodeDrainingError(RetryError):
    """`node.draining`, status 503."""

    code = "node.draining"
    status = 503


class NodeUnreachableError(RetryError):
    """`node.unreachable`, status 503."""

    code = "node.unreachable"
    status = 503


class InternalError(SystemFaultError):
    """`internal`, status 500."""

    code = "internal"
    status = 500


BY_CODE: dict[str, type[FerruleError]] = {
    "request.malformed": RequestMalformedError,
    "request.too-large": RequestTooLargeError,
    "request.not-found": RequestNotFoundError,
    "request.method": RequestMethodError,
    "request.media-type": RequestMediaTypeError,
    "auth.missing": AuthMissingError,
    "auth.invalid": AuthInvalidError,
    "auth.forbidden": AuthForbiddenError,
    "auth.first-key": KeyFirstError,
    "auth.key-not-found": KeyNotFoundError,
    "collection.not-found": CollectionNotFoundError,
    "collection.exists": CollectionExistsError,
    "collection.invalid": CollectionInvalidError,
    "collection.limit": CollectionLimitError,
    "document.not-found": DocumentNotFoundError,
    "document.invalid": DocumentInvalidError,
    "document.unreadable": DocumentUnreadableError,
    "document.field": DocumentFieldError,
    "filter.invalid": FilterInvalidError,
    "config.invalid": ConfigInvalidError,
    "model.not-found": ModelNotFoundError,
    "model.invalid": ModelInvalidError,
    "model.failed": ModelFailedError,
    "store.locked": StoreLockedError,
    "store.corrupt": StoreCorruptError,
    "store.failed": StoreFailedError,
    "store.full": StoreFullError,
    "store.closed": StoreClosedError,
    "backup.invalid": BackupInvalidError,
    "backup.not-found": BackupNotFoundError,
    "index.failed": IndexFailedError,
    "index.behind": IndexBehindError,
    "upstream.failed": UpstreamFailedError,
    "upstream.timeout": UpstreamTimeoutError,
    "limit.reached": LimitReachedError,
    "rule.invalid": RuleInvalidError,
    "rule.regex": RuleRegexError,
    "rule.path": RulePathError,
    "rule.limit": RuleLimitError,
    "rule.failed": RuleFailedError,
    "event.invalid": EventInvalidError,
    "event.too-large": EventTooLargeError,
    "event.not-found": EventNotFoundError,
    "query.invalid": QueryInvalidError,
    "label.invalid": LabelInvalidError,
    "release.none": ReleaseNoneError,
    "release.not-found": ReleaseNotFoundError,
    "release.conflict": ReleaseConflictError,
    "functions.unavailable": FunctionsUnavailableError,
    "webhook.invalid": WebhookInvalidError,
    "webhook.not-found": WebhookNotFoundError,
    "dead-letter.not-found": DeadLetterNotFoundError,
    "sink.failed": SinkFailedError,
    "kafka.failed": KafkaFailedError,
    "etcd.failed": EtcdFailedError,
    "node.draining": NodeDrainingError,
    "node.unreachable": NodeUnreachableError,
    "internal": InternalError,
}
