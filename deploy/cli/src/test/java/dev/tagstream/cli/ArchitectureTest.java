package dev.tagstream.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.tagstream.cli", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final String OF_THE_COMMAND_LINE =
      "dev\\.tagstream\\.cli\\..*(Command|Options|Converter)(\\$.*)?";

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.tagstream.cli.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule inTheRoomsOnlyCommandsAndOptionsKnowTheCommandLine =
      noClasses()
          .that()
          .resideInAPackage("dev.tagstream.cli.*..")
          .and()
          .resideOutsideOfPackages("..cli.option", "..cli.job", "..cli.bench")
          .and()
          .haveNameNotMatching(OF_THE_COMMAND_LINE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.tagstream.cli", "dev.tagstream.cli.job", "picocli..")
          .orShould()
          .dependOnClassesThat(nameMatching(OF_THE_COMMAND_LINE));

  @ArchTest
  static final ArchRule optionsKnowNoRoom =
      noClasses()
          .that()
          .resideInAPackage("..cli.option")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.tagstream.cli..")
                  .and(resideOutsideOfPackage("dev.tagstream.cli.option")));

  @ArchTest
  static final ArchRule commandsOnModelsKnowNoKafka =
      noClasses()
          .that()
          .resideInAnyPackage("..cli.model", "..cli.verify")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "..pipeline.kafka");

  @ArchTest
  static final ArchRule driftKnowsNeitherImagesNorModels =
      noClasses()
          .that()
          .resideInAPackage("..cli.drift")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..pipeline.image..", "..pipeline.model..", "..pipeline.operator..", "..cli.page");

  @ArchTest
  static final ArchRule taggingOnThisMachineKnowsNeitherKafkaNorFlink =
      noClasses()
          .that()
          .resideInAnyPackage("..cli.tag..", "..cli.files", "..cli.log", "..cli.page")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "org.apache.flink..", "..pipeline.kafka..");

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
  static final ArchRule onlyCommandsOnModelsExportModels =
      noClasses()
          .that()
          .resideInAPackage("dev.tagstream.cli.*..")
          .and()
          .resideOutsideOfPackages("..cli.model", "..cli.verify", "..cli.bench")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.tagstream.export..");

  @ArchTest
  static final ArchRule verifyCountsAgreementAsTheExporterDoesAndKnowsNoMoreOfIt =
      noClasses()
          .that()
          .resideInAPackage("..cli.verify")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.tagstream.export..")
                  .and(resideOutsideOfPackage("dev.tagstream.export.verify")));

  @ArchTest
  static final ArchRule onlyBenchCommandsAndTheDoctorsTinyModelKnowTheBenchmarks =
      noClasses()
          .that()
          .resideInAPackage("dev.tagstream.cli.*..")
          .and()
          .resideOutsideOfPackages("..cli.bench", "..cli.doctor.machine")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.tagstream.bench..");

  @ArchTest
  static final ArchRule namesSayWhatAClassDoes =
      noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager)");
}
