package io.sluice.server.boot;

import io.sluice.bench.BenchCommand;
import io.sluice.server.config.ConfigException;
import io.sluice.server.crypto.CryptoException;
import io.sluice.server.plugin.PluginException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry of the program; {@code bin/sluice} calls it. */
@Command(
        name = "sluice",
        description = "A reverse proxy and load balancer that understands WebSockets.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "  start    Start in the background and return when all listeners are bound.",
            "  stop     Stop what was started, in order.",
            "  status   Tell whether what was started runs.",
            "  reopen   Have what was started open its log files anew.",
            "  prepare  Make the archive that later starts are quicker by.",
            "",
            "Exit codes: 0 well, 64 bad usage or configuration, 70 a plugin that cannot be used, 3 status: it does not run,",
            "1 anything else.",
            "Options for the JVM: SLUICE_OPTS. The Java: JAVA_HOME, else java on the PATH. More: docs/running.md"
        })
public final class Main implements Runnable {
    private static final int USAGE_WIDTH = 110;

    @Spec
    private CommandSpec spec;

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        RunCommand plain = arguments.length == 0 ? null : RunCommand.of(arguments);
        System.exit(plain == null ? run(arguments) : serve(plain));
    }

    /** A start does without picocli: its classes are of a version that no archive takes, and would be a tenth of it. */
    private static int serve(RunCommand command) {
        try {
            return command.call();
        } catch (Exception e) {
            return report(e);
        }
    }

    /** Runs a command, and returns its exit code. */
    static int run(String... arguments) {
        CommandLine program = new CommandLine(new Main());
        addCommands(program, arguments);
        addHelp(program);
        for (CommandLine command : program.getSubcommands().values()) {
            if (!(command.getCommand() instanceof CommandLine.HelpCommand)) {
                addHelp(command);
            }
        }
        return program.setParameterExceptionHandler(Main::badUsage)
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure))
                .setUsageHelpWidth(USAGE_WIDTH)
                .execute(arguments);
    }

    /** The commands by their names, in the order that the usage shows. Not for a start: to name the classes is to load them. */
    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> all = new LinkedHashMap<>();
        all.put("run", RunCommand.class);
        all.put("check", CheckCommand.class);
        all.put("import", ImportCommand.class);
        all.put("plugins", PluginsCommand.class);
        all.put("reload", ReloadCommand.class);
        all.put("upstreams", UpstreamsCommand.class);
        all.put("connections", ConnectionsCommand.class);
        all.put("demo", DemoCommand.class);
        all.put("bench", BenchCommand.class);
        all.put("prepare", PrepareCommand.class);
        all.put("version", VersionCommand.class);
        all.put("help", CommandLine.HelpCommand.class);
        return all;
    }

    /** Where the first argument names a command, that one alone: to look at all of them takes a tenth of a start. */
    private static void addCommands(CommandLine program, String[] arguments) {
        Map<String, Class<?>> all = commands();
        Class<?> named = arguments.length == 0 ? null : all.get(arguments[0]);
        if (named == null || named == CommandLine.HelpCommand.class) {
            all.forEach(program::addSubcommand);
        } else {
            program.addSubcommand(arguments[0], named);
        }
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Print this, and do nothing else.")
                        .build());
    }

    /** No command was named. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command");
    }

    private static int badUsage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        print(List.of(failure.getMessage() + hint(failure, command)));
        if (command.getParent() == null) {
            command.usage(System.err);
        } else {
            System.err.print("Usage: " + command.getHelp().abbreviatedSynopsis());
            System.err.println("(\"" + command.getCommandSpec().qualifiedName() + " --help\" shows the options)");
        }
        return ExitCode.USAGE;
    }

    /** A file that stands alone is mostly meant to be the configuration. */
    private static String hint(ParameterException failure, CommandLine command) {
        if (failure instanceof UnmatchedArgumentException alone
                && !alone.isUnknownOption()
                && command.getCommandSpec().findOption("-c") != null) {
            return " (expected: " + command.getCommandName() + " -c "
                    + alone.getUnmatched().get(0) + ")";
        }
        return "";
    }

    private static int report(Exception failure) {
        if (failure instanceof ConfigException bad) {
            bad.problems().forEach(System.err::println);
            return ExitCode.USAGE;
        }
        if (failure instanceof CryptoException bad) {
            System.err.println(bad.getMessage());
            return ExitCode.USAGE;
        }
        if (failure instanceof PluginException bad) {
            bad.problems().forEach(System.err::println);
            return ExitCode.PLUGIN;
        }
        if (failure instanceof IOException bad && bad.getMessage() != null) {
            print(List.of(bad.getMessage()));
            return ExitCode.FAILURE;
        }
        failure.printStackTrace();
        return ExitCode.FAILURE;
    }

    private static void print(List<String> problems) {
        problems.forEach(problem -> System.err.println("sluice: " + problem));
    }
}
