package dev.ferrule.server.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferrule.model.ErrorCode;
import dev.ferrule.model.FerruleException;
import dev.ferrule.rules.RuleSets;
import dev.ferrule.rules.evaluation.JsonSlice;
import dev.ferrule.rules.evaluation.Services;
import dev.ferrule.rules.functions.standard.StandardFunctions;
import dev.ferrule.server.labels.StoredLabels;
import dev.ferrule.server.releases.Releases;
import dev.ferrule.server.results.ResultLog;
import dev.ferrule.store.Store;
import dev.ferrule.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventEngineTest {
  private static final String RULES =
      """
      Text: str = JsonData(path='$.text')
      User: Entity[str] = EntityJson(type='User', path='$.user')
      Loud = Rule(when_all=[Text == 'LOUD'], description='shouts')
      Again = Rule(when_all=[HasLabel(entity=User, label='loud')], description='known')
      WhenRules(
        rules_any=[Loud],
        then=[DeclareVerdict(verdict='hush'), LabelAdd(entity=User, label='loud')],
      )
      """;

  @TempDir private Path directory = Path.of("unset");
  private Store store;
  private Releases releases;
  private EventEngine engine;
  private Intake intake;

  @BeforeEach
  void open() throws IOException {
    var clock = InstantSource.system();
    store = Store.open(directory.resolve("store"), StoreSettings.DEFAULT);
    var labels = new StoredLabels(store, clock);
    releases = new Releases(new Services(labels, clock, Random::new));
    engine = new EventEngine(releases, labels, new ResultLog(store), store, clock, 100, true);
    intake = new Intake("$.user", clock);
  }

  private void run() throws IOException {
    Path rules = Files.createDirectories(directory.resolve("rules"));
    Files.writeString(rules.resolve("main.sml"), RULES);
    Files.writeString(
        rules.resolve("config.yaml"),
        "labels:\n  loud:\n    valid_for: [User]\n    connotation: negative\n    description: d\n");
    releases.run("r1", RuleSets.open(rules, StandardFunctions.Options.DEFAULT, null));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Evaluated submit(String json) {
    return engine.submit(intake.read(JsonSlice.of(json))).join();
  }

  @Test
  void withoutAReleaseNothingIsTaken() {
    var thrown =
        assertThrows(FerruleException.class, () -> submit("{\"action_name\":\"a\",\"data\":{}}"));
    assertEquals(ErrorCode.RELEASE_NONE, thrown.code());
  }

  @Test
  void theResultNamesRulesVerdictsAndEntities() throws IOException {
    run();
    var result =
        submit(
                "{\"action_id\":5,\"action_name\":\"a\",\"data\":{\"text\":\"LOUD\",\"user\":\"u1\"}}")
            .result();
    assertEquals(5, result.id());
    assertEquals("r1", result.release());
    assertEquals(List.of("Loud"), result.rules());
    assertEquals(List.of("hush"), result.verdicts());
    assertEquals(List.of("User/u1"), result.entities());
  }

  @Test
  void anEventThatComesTwiceIsEvaluatedOnce() throws IOException {
    run();
    String first =
        "{\"action_id\":7,\"action_name\":\"a\",\"data\":{\"text\":\"x\",\"user\":\"u1\"}}";
    String second =
        "{\"action_id\":7,\"action_name\":\"a\",\"data\":{\"text\":\"LOUD\",\"user\":\"u1\"}}";
    assertFalse(submit(first).duplicate());
    var again = submit(second);
    assertTrue(again.duplicate());
    assertEquals(List.of(), again.result().verdicts());
  }

  @Test
  void aLabelIsSeenByTheNextEventAlsoAfterTheStoreIsOpenedAgain() throws IOException {
    run();
    submit("{\"action_name\":\"a\",\"data\":{\"text\":\"LOUD\",\"user\":\"u1\"}}");
    store.close();
    open();
    run();
    var next = submit("{\"action_name\":\"a\",\"data\":{\"text\":\"x\",\"user\":\"u1\"}}");
    assertEquals(List.of("Again"), next.result().rules());
    var other = submit("{\"action_name\":\"a\",\"data\":{\"text\":\"x\",\"user\":\"u2\"}}");
    assertEquals(List.of(), other.result().rules());
  }

  @Test
  void aLabelIsSeenByTheNextEvent() throws IOException {
    run();
    submit("{\"action_name\":\"a\",\"data\":{\"text\":\"LOUD\",\"user\":\"u1\"}}");
    var next = submit("{\"action_name\":\"a\",\"data\":{\"text\":\"x\",\"user\":\"u1\"}}");
    assertEquals(List.of("Again"), next.result().rules());
  }
}
