package dev.tagstream.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.tagstream.local", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.tagstream.local.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothingBelowKnowsTheCommandLine =
      noClasses()
          .that()
          .resideInAPackage("dev.tagstream.local.*..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.tagstream.local", "picocli..");

  @ArchTest
  static final ArchRule brokerFlinkAndConsoleKnowNothingOfImages =
      noClasses()
          .that()
          .resideInAnyPackage("..local.broker", "..local.flink", "..local.console")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tagstream.schemas..", "dev.tagstream.pipeline..", "dev.tagstream.export..");

  @ArchTest
  static final ArchRule benchmarksAreMeasuredByWhatKnowsNothingOfThem =
      noClasses()
          .that()
          .resideInAPackage("..local.bench.frame")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tagstream.schemas..",
              "dev.tagstream.pipeline..",
              "dev.tagstream.export..",
              "org.apache.kafka..",
              "org.apache.flink..");

  @ArchTest
  static final ArchRule theDoctorLooksAtTheMachineWithoutKafka =
      noClasses()
          .that()
          .resideInAnyPackage("..local.doctor.machine", "..local.doctor.check")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "..pipeline.kafka", "..local.doctor.kafka");

  @ArchTest
  static final ArchRule theDoctorLooksAtKafkaWithoutModels =
      noClasses()
          .that()
          .resideInAnyPackage("..local.doctor.kafka", "..local.doctor.check")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..pipeline.model", "..pipeline.image", "..local.doctor.machine");

  @ArchTest
  static final ArchRule onlyCommandsCalibrationAndBenchmarksExportModels =
      noClasses()
          .that()
          .resideInAPackage("dev.tagstream.local.*..")
          .and()
          .resideOutsideOfPackages("..local.calibrate", "..local.bench.model")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.tagstream.export..");

  @ArchTest
  static final ArchRule namesSayWhatAClassDoes =
      noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager)");
}
