package dev.tagstream.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SqlScriptTest {

  @Test
  void splitsAtSemicolons() {
    assertThat(SqlScript.of("SELECT 1;\n\nSELECT 2;;").statements())
        .containsExactly("SELECT 1", "SELECT 2");
    assertThat(SqlScript.of("SELECT 1").statements()).containsExactly("SELECT 1");
    assertThat(SqlScript.of(" ;\n-- nothing\n").statements()).isEmpty();
  }

  @Test
  void leavesSemicolonsInQuotationsAlone() {
    assertThat(SqlScript.of("SELECT 'a;''b;' AS `c;d`; SELECT 2").statements())
        .containsExactly("SELECT 'a;''b;' AS `c;d`", "SELECT 2");
  }

  @Test
  void leavesOutCommentsButNotHints() {
    assertThat(SqlScript.of("SELECT 1 -- one; not two\n; /* 2; */ SELECT '--3'").statements())
        .containsExactly("SELECT 1", "SELECT '--3'");
    assertThat(SqlScript.of("SELECT * FROM t /*+ OPTIONS('a'=';') */").statements())
        .containsExactly("SELECT * FROM t /*+ OPTIONS('a'=';') */");
  }

  @Test
  void keepsTheStatementsOfASetTogether() {
    assertThat(
            SqlScript.of(
                    "EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1; INSERT INTO b SELECT 2;"
                        + " END; SELECT 3")
                .statements())
        .containsExactly(
            "EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1; INSERT INTO b SELECT 2; END",
            "SELECT 3");
  }
}
