package dev.tagstream.sql;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.kafka.event.WriterSchemas;

/** Which package may know what, as in ARCHITECTURE.md. */
@AnalyzeClasses(packages = "dev.tagstream.sql", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final String MODEL = "dev.tagstream.sql.model..";
  private static final String FORMAT = "dev.tagstream.sql.format..";

  @ArchTest
  static final ArchRule modelsKnowNeitherTopicsNorAvro =
      noClasses()
          .that()
          .resideInAPackage(MODEL)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              FORMAT,
              "org.apache.kafka..",
              "org.apache.avro..",
              "dev.tagstream.schemas",
              "dev.tagstream.schemas.codec..",
              "dev.tagstream.pipeline.kafka..",
              "dev.tagstream.pipeline.outcome..");

  @ArchTest
  static final ArchRule theFormatKnowsRecordsAndNoImages =
      noClasses()
          .that()
          .resideInAPackage(FORMAT)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(MODEL, "org.apache.kafka..", "dev.tagstream.pipeline..")
                  .and(not(belongToAnyOf(WriterSchemas.class, InvalidConfigException.class))));

  @ArchTest
  static final ArchRule objectsKnowNeitherModelsNorTopics =
      noClasses()
          .that()
          .resideInAPackage("dev.tagstream.sql.objects..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              MODEL,
              FORMAT,
              "org.apache.kafka..",
              "org.apache.avro..",
              "dev.tagstream.pipeline.model..",
              "dev.tagstream.pipeline.kafka..");

  @ArchTest
  static final ArchRule namesSayWhatAClassDoes =
      noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager)");
}
