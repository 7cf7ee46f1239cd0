package dev.tagstream.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.tagstream.cli", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.tagstream.cli.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothingBelowKnowsTheCommandLine =
      noClasses()
          .that()
          .resideInAPackage("dev.tagstream.cli.*..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.tagstream.cli", "picocli..");

  @ArchTest
  static final ArchRule theDoctorLooksAtTheMachineWithoutKafka =
      noClasses()
          .that()
          .resideInAnyPackage("..cli.doctor.machine", "..cli.doctor.check")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "..pipeline.kafka", "..cli.doctor.kafka");

  @ArchTest
  static final ArchRule theDoctorLooksAtKafkaWithoutModels =
      noClasses()
          .that()
          .resideInAnyPackage("..cli.doctor.kafka", "..cli.doctor.check")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..pipeline.model", "..pipeline.image", "..cli.doctor.machine");

  @ArchTest
  static final ArchRule onlyCommandsAndCalibrationExportModels =
      noClasses()
          .that()
          .resideInAPackage("dev.tagstream.cli.*..")
          .and()
          .resideOutsideOfPackages("..cli.calibrate", "..cli.verify")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.tagstream.export..");

  @ArchTest
  static final ArchRule verifyCountsAgreementAsTheExporterDoesAndKnowsNoMoreOfIt =
      noClasses()
          .that()
          .resideInAPackage("..cli.verify")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tagstream.export",
              "dev.tagstream.export.contract..",
              "dev.tagstream.export.onnx..",
              "dev.tagstream.export.quantize..",
              "dev.tagstream.export.resnet..",
              "dev.tagstream.export.source..",
              "dev.tagstream.export.weights..");

  @ArchTest
  static final ArchRule onlyCommandsAndTheDoctorsTinyModelKnowTheBenchmarks =
      noClasses()
          .that()
          .resideInAPackage("dev.tagstream.cli.*..")
          .and()
          .resideOutsideOfPackage("..cli.doctor.machine")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.tagstream.bench..");

  @ArchTest
  static final ArchRule namesSayWhatAClassDoes =
      noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager)");
}
