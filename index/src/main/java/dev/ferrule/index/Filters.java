package dev.ferrule.index;

import dev.ferrule.model.FieldValue;
import dev.ferrule.model.Filter;
import java.util.List;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Metadata as Lucene fields, and filters over it as Lucene queries. */
final class Filters {
  private Filters() {}

  private static String name(String field) {
    return "f." + field;
  }

  /** The Lucene field that carries one value. */
  static Field field(String field, FieldValue value) {
    return switch (value) {
      case FieldValue.Keyword(var text) ->
          new KeywordField(name(field), new BytesRef(text), Field.Store.NO);
      case FieldValue.Decimal(var number) ->
          new DoubleField(name(field), number + 0.0, Field.Store.NO); // -0.0 is 0.0
      case FieldValue.Int _, FieldValue.Bool _, FieldValue.Time _ ->
          new LongField(name(field), number(value), Field.Store.NO);
    };
  }

  private static long number(FieldValue value) {
    return switch (value) {
      case FieldValue.Int(var number) -> number;
      case FieldValue.Bool(var flag) -> flag ? 1 : 0;
      case FieldValue.Time(var instant) -> instant.toEpochMilli();
      case FieldValue.Keyword _, FieldValue.Decimal _ ->
          throw new IllegalArgumentException("expected a whole number, found " + value.type());
    };
  }

  static Query query(Filter filter) {
    return switch (filter) {
      case Filter.Eq(var field, var value) -> equalTo(name(field), value);
      case Filter.In(var field, var values) -> in(name(field), values);
      case Filter.Range(var field, var from, var to) -> range(name(field), from, to);
      case Filter.Exists(var field) -> new FieldExistsQuery(name(field));
      case Filter.Documents(var ids) ->
          new TermInSetQuery(CollectionIndex.ID, ids.stream().map(BytesRef::new).toList());
      case Filter.And(var filters) -> allOf(filters.stream().map(Filters::query).toList());
      case Filter.Or(var filters) -> anyOf(filters.stream().map(Filters::query).toList());
      case Filter.Not(var inner) ->
          new BooleanQuery.Builder()
              .add(MatchAllDocsQuery.INSTANCE, BooleanClause.Occur.FILTER)
              .add(query(inner), BooleanClause.Occur.MUST_NOT)
              .build();
    };
  }

  /** One query however many values there are: Lucene bounds the clauses of a search. */
  private static Query in(String name, List<FieldValue> values) {
    return switch (values.isEmpty() ? null : values.getFirst()) {
      case null -> new MatchNoDocsQuery("nothing to choose from");
      case FieldValue.Keyword _ ->
          new TermInSetQuery(
              name,
              values.stream().map(v -> new BytesRef(((FieldValue.Keyword) v).value())).toList());
      case FieldValue.Decimal _ ->
          DoubleField.newSetQuery(name, values.stream().mapToDouble(Filters::decimal).toArray());
      case FieldValue.Int _, FieldValue.Bool _, FieldValue.Time _ ->
          LongField.newSetQuery(name, values.stream().mapToLong(Filters::number).toArray());
    };
  }

  private static Query equalTo(String name, FieldValue value) {
    return switch (value) {
      case FieldValue.Keyword(var text) -> new TermQuery(new Term(name, text));
      case FieldValue.Decimal(var number) -> DoubleField.newExactQuery(name, number + 0.0);
      case FieldValue.Int _, FieldValue.Bool _, FieldValue.Time _ ->
          LongField.newExactQuery(name, number(value));
    };
  }

  private static Query range(String name, Filter.@Nullable Bound from, Filter.@Nullable Bound to) {
    Filter.Bound some = from == null ? to : from;
    if (some == null) {
      return new FieldExistsQuery(name);
    }
    if (some.value() instanceof FieldValue.Decimal) {
      double low = from == null ? Double.NEGATIVE_INFINITY : decimal(from.value());
      double high = to == null ? Double.POSITIVE_INFINITY : decimal(to.value());
      return DoubleField.newRangeQuery(
          name,
          isExclusive(from) ? DoublePoint.nextUp(low) : low,
          isExclusive(to) ? DoublePoint.nextDown(high) : high);
    }
    long low = from == null ? Long.MIN_VALUE : number(from.value());
    long high = to == null ? Long.MAX_VALUE : number(to.value());
    if ((isExclusive(from) && low == Long.MAX_VALUE)
        || (isExclusive(to) && high == Long.MIN_VALUE)) {
      return new MatchNoDocsQuery("empty range");
    }
    return LongPoint.newRangeQuery(
        name, isExclusive(from) ? low + 1 : low, isExclusive(to) ? high - 1 : high);
  }

  private static boolean isExclusive(Filter.@Nullable Bound bound) {
    return bound != null && bound.edge() == Filter.Edge.EXCLUSIVE;
  }

  private static double decimal(FieldValue value) {
    return ((FieldValue.Decimal) value).value() + 0.0;
  }

  private static Query allOf(List<Query> queries) {
    if (queries.isEmpty()) {
      return MatchAllDocsQuery.INSTANCE;
    }
    var all = new BooleanQuery.Builder();
    queries.forEach(query -> all.add(query, BooleanClause.Occur.FILTER));
    return all.build();
  }

  private static Query anyOf(List<Query> queries) {
    var any = new BooleanQuery.Builder();
    queries.forEach(query -> any.add(query, BooleanClause.Occur.SHOULD));
    return queries.isEmpty() ? new MatchNoDocsQuery("nothing to choose from") : any.build();
  }
}
