package dev.tagstream.pipeline.kafka.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RegistryAnswerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SCHEMA | 200 | {\"schema\":\"x\"}",
        "SCHEMA | 404 | {\"error_code\":40403,\"message\":\"Schema not found\"}",
        "SCHEMA | 404 | {\"error_code\":40401}",
        "GLOBAL_ID | 200 | \"string\"",
        "GLOBAL_ID | 404 | {\"error_code\":404,\"name\":\"ArtifactNotFoundException\"}",
        "ID | 200 | {\"id\":7}",
        "ID | 404 | {\"error_code\":40401}",
        "ID | 409 | {\"error_code\":409,\"message\":\"incompatible\"}",
        "ID | 422 | {\"error_code\":42201}",
        "COMPATIBILITY | 200 | {\"is_compatible\":false}",
      })
  void believesARegistry(Question question, int status, String body) throws Exception {
    assertThat(answer(status, body).isWordOfRegistry(question)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SCHEMA | 200 | {}",
        "SCHEMA | 200 | {\"status\":\"up\"}",
        "SCHEMA | 200 | {\"schema\":{\"type\":\"string\"}}",
        "SCHEMA | 200 | \"string\"",
        "SCHEMA | 404 | {\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}",
        "SCHEMA | 404 | {\"message\":\"no Route matched with those values\"}",
        "SCHEMA | 404 | {\"status\":404,\"path\":\"/schemas/ids/1\"}",
        "GLOBAL_ID | 404 | {\"status\":404,\"title\":\"Not Found\",\"name\":\"NotFoundException\"}",
        "SCHEMA | 409 | {\"error_code\":409,\"message\":\"conflict\"}",
        "SCHEMA | 422 | {\"error_code\":42202}",
        "ID | 200 | {}",
        "ID | 422 | []",
        "COMPATIBILITY | 200 | {}",
        "SCHEMA | 500 | {\"schema\":\"x\"}",
      })
  void doesNotTakeAnotherServersWordForARegistrys(Question question, int status, String body)
      throws Exception {
    assertThat(answer(status, body).isWordOfRegistry(question)).isFalse();
  }

  private static RegistryAnswer answer(int status, String body) throws JsonProcessingException {
    return new RegistryAnswer("http://localhost:1", status, new JsonMapper().readTree(body));
  }
}
