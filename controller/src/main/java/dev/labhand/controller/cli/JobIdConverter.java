package dev.labhand.controller.cli;

import dev.labhand.api.JobId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A job's id on the command line. */
final class JobIdConverter implements ITypeConverter<JobId> {

    @Override
    public JobId convert(String text) {
        try {
            return new JobId(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
