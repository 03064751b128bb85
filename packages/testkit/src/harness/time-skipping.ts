import { TestWorkflowEnvironment } from '@temporalio/testing';

/**
 * A server that skips time, from its program. The library gives it five seconds to start, which is little on a machine that
 * does much else: it is tried again.
 */
export async function startTimeSkipping(path: string): Promise<TestWorkflowEnvironment> {
  for (let left = 9; ; left -= 1)
    try {
      return await TestWorkflowEnvironment.createTimeSkipping({
        server: { executable: { type: 'existing-path', path } },
      });
    } catch (error) {
      if (left === 0) throw error;
    }
}
