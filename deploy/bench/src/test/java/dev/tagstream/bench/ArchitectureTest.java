package dev.tagstream.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.tagstream.bench", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.tagstream.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule benchmarksKnowNothingOfTheCommandLine =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.tagstream.cli..", "picocli..");

  @ArchTest
  static final ArchRule benchmarksAreMeasuredByWhatKnowsNothingOfThem =
      noClasses()
          .that()
          .resideInAPackage("..bench.frame")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tagstream.schemas..",
              "dev.tagstream.pipeline..",
              "dev.tagstream.export..",
              "dev.tagstream.embedded..",
              "org.apache.kafka..",
              "org.apache.flink..");

  @ArchTest
  static final ArchRule onlyModelsOfBenchmarksAreExported =
      noClasses()
          .that()
          .resideOutsideOfPackage("..bench.model")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.tagstream.export..");

  @ArchTest
  static final ArchRule namesSayWhatAClassDoes =
      noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager)");
}
